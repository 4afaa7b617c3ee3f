package dev.millrace.worker.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A name server that answers first with an address that may be reached, then with one that may not. Vert.x itself asks the
 * same server, so that a client which left the looking up to it would walk into the trap.
 */
@Timeout(60)
class RebindingTest {
    private static final String NAME = "rebinding.test";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Stands for a public address, for none can be reached in a test. */
    private static final List<String> HARMLESS = List.of("127.0.0.1");

    private static final List<String> TRAP = List.of("127.0.0.2");

    private StubNameServer names;
    private LocalSite site;
    private LocalSite trap;
    private Vertx vertx;
    private DnsClient dns;

    @BeforeEach
    void start() throws Exception {
        names = StubNameServer.start();
        site = LocalSite.start().page("/", 200, "text/plain", "harmless");
        trap = LocalSite.start("127.0.0.2", site.port()).page("/", 200, "text/plain", "trapped");
        vertx = Vertx.vertx(new VertxOptions()
                .setAddressResolverOptions(new AddressResolverOptions()
                        .addServer("127.0.0.1:" + names.port())
                        .setCacheMaxTimeToLive(0)
                        .setNdots(0)
                        .setSearchDomains(List.of())));
        dns = vertx.createDnsClient(new DnsClientOptions().setHost("127.0.0.1").setPort(names.port()));
    }

    @AfterEach
    void stop() throws Exception {
        of(vertx.close().toCompletionStage());
        trap.close();
        site.close();
        names.close();
    }

    @Test
    void theConnectionIsMadeToTheVeryAddressThatWasChecked() throws Exception {
        names.answer(NAME, HARMLESS, TRAP);

        assertThat(get("/")).isInstanceOfSatisfying(OutgoingAnswer.Answered.class, answered -> assertThat(
                        new String(answered.body(), StandardCharsets.UTF_8))
                .isEqualTo("harmless"));

        assertThat(names.asked()).containsExactly(NAME);
        assertThat(get("/")).isEqualTo(new OutgoingAnswer.Refused(NAME + " is at 127.0.0.2, which is loopback"));
        assertThat(trap.asked()).isEmpty();
    }

    @Test
    void aClientThatLeftTheLookingUpToVertxWouldBeTrapped() throws Exception {
        names.answer(NAME, HARMLESS, TRAP);
        assertThat(addressesOf(NAME)).hasSize(1);

        HttpClientRequest request = of(vertx.createHttpClient()
                .request(HttpMethod.GET, site.port(), NAME, "/")
                .toCompletionStage());

        assertThat(of(request.send().compose(HttpClientResponse::body).toCompletionStage())
                        .toString())
                .isEqualTo("trapped");
    }

    @Test
    void aRedirectToTheSameNameIsLookedUpAndCheckedAgain() throws Exception {
        site.redirect("/away", 302, "http://" + NAME + ":" + site.port() + "/");
        names.answer(NAME, HARMLESS, TRAP);

        assertThat(get("/away")).isInstanceOf(OutgoingAnswer.Refused.class);
        assertThat(site.asked()).hasSize(1);
        assertThat(trap.asked()).isEmpty();
    }

    @Test
    void aPublicAddressDoesNotLendItsNameToAPrivateOne() {
        AddressGuard guard = new AddressGuard(new AllowList(List.of()), this::addressesOf);
        names.answer(NAME, List.of("93.184.215.14"), List.of("169.254.169.254"), List.of("93.184.215.14", "10.0.0.1"));
        URI url = URI.create("http://" + NAME + "/");

        assertThat(guard.check(url))
                .isInstanceOfSatisfying(Destination.Checked.class, checked -> assertThat(checked.addresses())
                        .extracting(InetAddress::getHostAddress)
                        .containsExactly("93.184.215.14"));
        assertThat(guard.check(url)).isInstanceOf(Destination.Refused.class);
        assertThat(guard.check(url)).isInstanceOf(Destination.Refused.class);
        assertThat(names.asked()).hasSize(3);
    }

    private OutgoingAnswer get(String path) throws InterruptedException {
        OutgoingClient client = new OutgoingClient(
                vertx, FixedOutgoingSettings.allowing("127.0.0.1"), this::addressesOf, new HttpClientOptions());
        return client.send(
                OutgoingRequest.get(URI.create("http://" + NAME + ":" + site.port() + path), Map.of(), PATIENCE));
    }

    private List<InetAddress> addressesOf(String host) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            for (String address : of(dns.resolveA(host).toCompletionStage())) {
                addresses.add(InetAddress.getByName(address));
            }
        } catch (UnknownHostException impossible) {
            throw impossible;
        } catch (Exception failure) {
            throw new UnknownHostException(host);
        }
        return addresses;
    }

    private static <T> T of(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
