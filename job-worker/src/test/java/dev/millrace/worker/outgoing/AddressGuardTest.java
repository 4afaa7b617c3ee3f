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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.0.0.1./",
                "http://127.1/",
                "http://127.0.1/",
                "http://2130706433/",
                "http://017700000001/",
                "http://0x7f000001/",
                "http://0X7F.0.0.1/",
                "http://0x7f.1/",
                "http://0177.0.0.1/",
                "http://0177.0.0.01/",
                "http://127.0.0.1.:80/",
                "http://127.000.000.001/",
                "http://1.2.3.4.5/",
                "http://256.256.256.256/",
                "http://0/",
                "http://0.0.0.0/",
                "http://[::1]/",
                "http://[::]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::127.0.0.1]/",
                "http://[2002:7f00:1::]/",
                "http://[fe80::1%25lo]/",
                "http://localhost/",
                "http://LOCALHOST./",
                "http://example.org@127.0.0.1/",
                "http://127.0.0.1@example.org/",
                "https://169.254.169.254/latest/meta-data/",
                "http://169.254.43518/",
                "http://169.16689662/",
                "http://2852039166/",
                "http://0xa9fea9fe/",
                "http://0xa9.0xfe.0xa9.0xfe/",
                "http://025177524776/",
                "http://0251.0376.0251.0376/",
                "http://[::ffff:169.254.169.254]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[::a9fe:a9fe]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[2002:a9fe:a9fe::]/",
                "http://[fe80::a9fe:a9fe]/",
                "http://127\u30020\u30020\u30021/",
                "http://\uff11\uff12\uff17.0.0.1/",
                "http://\u2460\u2461\u2466.0.0.1/",
                "http://127.0.0.1%2f.example.org/",
                "http:///127.0.0.1/",
                "http:127.0.0.1/",
                "http://example.org:0/",
                "http://example.org:70000/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "gopher://example.org/",
                "//example.org/"
            })
    void noSpellingLeadsInside(String url) {
        // What is no URL at all is refused before the guard sees it.
        Destination destination;
        try {
            destination = guard("127.0.0.1").check(new URI(url));
        } catch (URISyntaxException unreadable) {
            return;
        }

        assertThat(destination).isInstanceOf(Destination.Refused.class);
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
