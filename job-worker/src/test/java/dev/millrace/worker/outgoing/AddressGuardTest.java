package dev.millrace.worker.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final List<String> lookedUp = new ArrayList<>();

    /**
     * Every address here would lead inside if somebody on the way took the spelling for what it may mean. The name server
     * knows them all as public hosts, so that none passes for a name.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.0.0.1./",
                "http://127.0.0.1../",
                "http://127.0.0.1:80/",
                "http://127.0.0.1.:80/",
                "http://127.1/",
                "http://127.0.1/",
                "http://127.127.127.127/",
                "http://2130706433/",
                "http://2130706433./",
                "http://6425673729/",
                "http://017700000001/",
                "http://00000000000000017700000001/",
                "http://0x7f000001/",
                "http://0x7F000001/",
                "http://0X7F000001/",
                "http://0x17f000001/",
                "http://0X7F.0.0.1/",
                "http://0x7f.1/",
                "http://0x7F.0x0.0x0.0x1/",
                "http://0x7f.0x000000001/",
                "http://127.0x1/",
                "http://0177.0.0.1/",
                "http://0177.0.0.01/",
                "http://0177.0x0.1/",
                "http://127.000.000.001/",
                "http://1.2.3.4.5/",
                "http://256.256.256.256/",
                "http://383.0.0.1/",
                "http://0/",
                "http://0.0.0.0/",
                "http://0x/",
                "http://[::1]/",
                "http://[::]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::FFFF:127.0.0.1]/",
                "http://[0:0:0:0:0:ffff:7f00:1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::ffff:0:7f00:1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::127.0.0.1]/",
                "http://[64:ff9b:1::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
                "http://[fe80::5efe:7f00:1]/",
                "http://[::1%25lo]/",
                "http://[fe80::1%25lo]/",
                "http://[fe80::1%lo]/",
                "http://example.org@127.0.0.1/",
                "http://example.org:80@127.0.0.1/",
                "http://127.0.0.1@example.org/",
                "http://@127.0.0.1/",
                "http://a@b@127.0.0.1/",
                "http://127.0.0.1\\@example.org/",
                "http://example.org\\@127.0.0.1/",
                "http://127.0.0.1:80:80/",
                "http://127.0.0.1%2f.example.org/",
                "http://127.0.0.1%00.example.org/",
                "http://127.0.0.1%09/",
                "http://%31%32%37.0.0.1/",
                "http://%31%32%37%2e0%2e0%2e1/",
                "http://127%E3%80%820.0.1/",
                "http://127.0.0.1 .example.org/",
                "http://127.0.0.1\t/",
                "https://169.254.169.254/latest/meta-data/",
                "http://169.254.169.254./",
                "http://169.254.43518/",
                "http://169.16689662/",
                "http://2852039166/",
                "http://7147006462/",
                "http://0xa9fea9fe/",
                "http://0XA9FEA9FE/",
                "http://0xa9.0xfe.0xa9.0xfe/",
                "http://0xa9.254.0251.254/",
                "http://025177524776/",
                "http://0251.0376.0251.0376/",
                "http://0251.00376.000251.0000376/",
                "http://425.510.425.510/",
                "http://[::ffff:169.254.169.254]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[::FFFF:A9FE:A9FE]/",
                "http://[::ffff:0:a9fe:a9fe]/",
                "http://[::a9fe:a9fe]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[64:ff9b::169.254.169.254]/",
                "http://[64:ff9b:1::a9fe:a9fe]/",
                "http://[2002:a9fe:a9fe::]/",
                "http://[2001:0:4136:e378:8000:63bf:5601:5601]/",
                "http://[fe80::a9fe:a9fe]/",
                "http://[fe80::a9fe:a9fe%25eth0]/",
                "http://[fd00:ec2::254]/",
                "http://127\u30020\u30020\u30021/",
                "http://127\uff0e0\uff0e0\uff0e1/",
                "http://127\uff610\uff610\uff611/",
                "http://\uff11\uff12\uff17.0.0.1/",
                "http://\uff10\uff587f000001/",
                "http://\uff12\uff11\uff13\uff10\uff17\uff10\uff16\uff14\uff13\uff13/",
                "http://\u2460\u2461\u2466.0.0.1/",
                "http://\u0661\u0662\u0667.0.0.1/",
                "http://\uff11\uff16\uff19.254.169.254/",
                "http://169\u3002254\u3002169\u3002254/",
                "http://127.0.0.\u00b9/",
                "http:///127.0.0.1/",
                "http:127.0.0.1/",
                "http:/127.0.0.1/",
                "http:\\\\127.0.0.1/",
                "http://example.org:0/",
                "http://example.org:70000/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "gopher://example.org/",
                "jar:http://example.org!/",
                "//example.org/"
            })
    void noSpellingLeadsInside(String url) {
        // What is no URL at all is refused before the guard sees it.
        Destination destination;
        try {
            destination = guard("93.184.215.14").check(new URI(url));
        } catch (URISyntaxException unreadable) {
            return;
        }

        assertThat(destination).isInstanceOf(Destination.Refused.class);
        assertThat(lookedUp).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "http://LOCALHOST./",
                "http://\uff4cocalhost/",
                "http://127.0.0.1.nip.io/",
                "http://metadata.google.internal/",
                "http://order_service:8080/",
                "http://b\u00fccher.example/"
            })
    void aNameThatLeadsInsideIsRefusedByItsAddress(String url) {
        assertThat(guard("127.0.0.1").check(URI.create(url))).isInstanceOf(Destination.Refused.class);
        assertThat(lookedUp).hasSize(1);
    }

    @Test
    void aNameThatIsNotWrittenInAsciiIsEncoded() {
        assertThat(guard("93.184.215.14")
                        .check(URI.create("https://B\u00fccher\u3002Example\u3002:8443/\u00e9?q=\u00fc")))
                .isInstanceOfSatisfying(Destination.Checked.class, checked -> {
                    assertThat(checked.host()).isEqualTo("xn--bcher-kva.example");
                    assertThat(checked.authority()).isEqualTo("xn--bcher-kva.example:8443");
                    assertThat(checked.target()).isEqualTo("/%C3%A9?q=%C3%BC");
                });
        assertThat(lookedUp).containsExactly("xn--bcher-kva.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://stra\u00dfe.example/", "http://a\u200db.example/", "http://-.example/", "http://a b/"})
    void aNameThatOthersWouldEncodeOtherwiseIsRefused(String url) {
        Destination destination;
        try {
            destination = guard("93.184.215.14").check(new URI(url));
        } catch (URISyntaxException unreadable) {
            return;
        }

        assertThat(destination).isInstanceOf(Destination.Refused.class);
    }

    @Test
    void aNameWithAnUnderscoreIsFollowed() {
        assertThat(guard("93.184.215.14").check(URI.create("http://order_service:8080/")))
                .isInstanceOfSatisfying(Destination.Checked.class, checked -> assertThat(checked.authority())
                        .isEqualTo("order_service:8080"));
    }

    @Test
    void aPlainNameIsFollowedToAllItsAddresses() {
        Destination destination =
                guard("93.184.215.14", "2606:2800::1").check(URI.create("https://Example.org./a?b=c#d"));

        assertThat(destination).isInstanceOfSatisfying(Destination.Checked.class, checked -> {
            assertThat(checked.host()).isEqualTo("example.org");
            assertThat(checked.port()).isEqualTo(443);
            assertThat(checked.secure()).isTrue();
            assertThat(checked.target()).isEqualTo("/a?b=c");
            assertThat(checked.addresses()).hasSize(2);
        });
        assertThat(lookedUp).containsExactly("example.org");
    }

    @Test
    void oneAddressInsideAmongManyIsEnoughToRefuse() {
        assertThat(guard("93.184.215.14", "10.0.0.1").check(URI.create("http://example.org/")))
                .isEqualTo(new Destination.Refused("example.org is at 10.0.0.1, which is private"));
    }

    @Test
    void anAddressIsNotLookedUp() {
        assertThat(guard("10.0.0.1").check(URI.create("http://1.1.1.1:8080/")))
                .isInstanceOfSatisfying(Destination.Checked.class, checked -> assertThat(checked.authority())
                        .isEqualTo("1.1.1.1:8080"));
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void aNameThatNobodyKnowsIsNoRefusal() {
        AddressGuard guard = new AddressGuard(new AllowList(List.of()), host -> {
            throw new UnknownHostException(host);
        });

        assertThat(guard.check(URI.create("http://nowhere.invalid/"))).isInstanceOf(Destination.Unknown.class);
    }

    @Test
    void aHostOfOnesOwnMayBeInside() {
        AddressGuard guard = new AddressGuard(new AllowList(List.of("orders.internal")), host -> addresses("10.0.0.1"));

        assertThat(guard.check(URI.create("http://orders.internal/"))).isInstanceOf(Destination.Checked.class);
        assertThat(guard.check(URI.create("http://others.internal/"))).isInstanceOf(Destination.Refused.class);
    }

    private AddressGuard guard(String... answers) {
        return new AddressGuard(new AllowList(List.of()), host -> {
            lookedUp.add(host);
            return addresses(answers);
        });
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals)
                .map(literal -> Network.literal(literal).orElseThrow())
                .toList();
    }
}
