package dev.millrace.worker.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OutgoingClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static Vertx vertx;

    private final LocalSite site = LocalSite.start();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aRequestArrivesAsItWasGivenAndItsAnswerComesBack() throws Exception {
        site.page("/orders", 201, "application/json", "{\"ok\":true}", "X-Order", "42");

        OutgoingAnswer answer = client("127.0.0.0/8")
                .send(new OutgoingRequest(
                        "POST",
                        URI.create(site.url("/orders?a=b")),
                        Map.of("X-Mine", "1", "Content-Type", "application/json"),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        PATIENCE,
                        Set.of()));

        assertThat(answer).isInstanceOfSatisfying(OutgoingAnswer.Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(201);
            assertThat(answered.header("x-order")).contains("42");
            assertThat(new String(answered.body(), StandardCharsets.UTF_8)).isEqualTo("{\"ok\":true}");
            assertThat(answered.cut()).isFalse();
        });
        assertThat(site.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.target()).isEqualTo("/orders?a=b");
            assertThat(asked.headers()).containsEntry("X-Mine", "1").containsEntry("Host", "127.0.0.1:" + site.port());
            assertThat(asked.body()).isEqualTo("{}");
        });
    }

    @Test
    void withoutAnAllowListNothingInsideIsEverAsked() throws Exception {
        site.page("/", 200, "text/plain", "secret");

        assertThat(get(client(), site.url("/"))).isInstanceOf(OutgoingAnswer.Refused.class);
        assertThat(site.asked()).isEmpty();
    }

    @Test
    void aNameThatPointsElsewhereTheNextTimeGainsNothing() throws Exception {
        site.page("/", 200, "text/plain", "checked");
        AtomicInteger lookups = new AtomicInteger();
        AddressResolver rebinding =
                host -> List.of(InetAddress.getByName(lookups.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2"));
        try (LocalSite trap = LocalSite.start("127.0.0.2", site.port()).page("/", 200, "text/plain", "trapped")) {
            OutgoingClient client = client(rebinding, "127.0.0.1");
            String url = "http://rebinding.test:" + site.port() + "/";

            OutgoingAnswer first = get(client, url);
            OutgoingAnswer second = get(client, url);

            assertThat(text(first)).isEqualTo("checked");
            assertThat(second).isInstanceOf(OutgoingAnswer.Refused.class);
            assertThat(lookups).hasValue(2);
            assertThat(site.asked()).singleElement().satisfies(asked -> assertThat(asked.headers())
                    .containsEntry("Host", "rebinding.test:" + site.port()));
            assertThat(trap.asked()).isEmpty();
        }
    }

    @Test
    void aRedirectIsCheckedLikeTheFirstRequest() throws Exception {
        try (LocalSite trap = LocalSite.start("127.0.0.2", 0).page("/", 200, "text/plain", "trapped")) {
            site.redirect("/away", 302, "http://127.0.0.2:" + trap.port() + "/");
            site.redirect("/file", 302, "file:///etc/passwd");
            site.redirect("/odd", 302, "http://[");

            assertThat(get(client("127.0.0.1"), site.url("/away"))).isInstanceOf(OutgoingAnswer.Refused.class);
            assertThat(get(client("127.0.0.1"), site.url("/file"))).isInstanceOf(OutgoingAnswer.Refused.class);
            assertThat(get(client("127.0.0.1"), site.url("/odd"))).isInstanceOf(OutgoingAnswer.Refused.class);
            assertThat(trap.asked()).isEmpty();
        }
    }

    @Test
    void threeRedirectsAreFollowedAndNoFourth() throws Exception {
        site.redirect("/4", 302, "/3");
        site.redirect("/3", 301, "/2");
        site.redirect("/2", 303, site.url("/1"));
        site.redirect("/1", 307, "/0");
        site.page("/0", 200, "text/plain", "there");

        assertThat(text(get(client("127.0.0.1"), site.url("/3")))).isEqualTo("there");
        assertThat(get(client("127.0.0.1"), site.url("/4"))).isInstanceOf(OutgoingAnswer.Misled.class);
    }

    @Test
    void anotherOriginIsNotToldWhatWasMeantForTheFirst() throws Exception {
        try (LocalSite other = LocalSite.start().page("/", 200, "text/plain", "other")) {
            site.redirect("/see", 303, other.url("/"));
            site.redirect("/keep", 307, "/kept");
            site.page("/kept", 200, "text/plain", "kept");
            OutgoingRequest request = new OutgoingRequest(
                    "POST",
                    URI.create(site.url("/see")),
                    Map.of("Authorization", "secret", "Accept", "text/plain"),
                    "body".getBytes(StandardCharsets.UTF_8),
                    PATIENCE,
                    Set.of());

            client("127.0.0.1").send(request);
            client("127.0.0.1")
                    .send(new OutgoingRequest(
                            "POST",
                            URI.create(site.url("/keep")),
                            request.headers(),
                            request.body(),
                            PATIENCE,
                            Set.of()));

            assertThat(other.asked()).singleElement().satisfies(asked -> {
                assertThat(asked.method()).isEqualTo("GET");
                assertThat(asked.headers())
                        .containsEntry("Accept", "text/plain")
                        .doesNotContainKey("Authorization");
                assertThat(asked.body()).isEmpty();
            });
            assertThat(site.asked().getLast().method()).isEqualTo("POST");
            assertThat(site.asked().getLast().body()).isEqualTo("body");
            assertThat(site.asked().getLast().headers()).containsEntry("Authorization", "secret");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void aBodyIsSentToNoOtherOriginWhateverARedirectAsks(int status) throws Exception {
        try (LocalSite other = LocalSite.start().page("/", 200, "text/plain", "other")) {
            site.redirect("/away", status, other.url("/"));
            Map<String, String> headers =
                    Map.of("webhook-signature", "v1,secret", "millrace-attempt", "1", "User-Agent", "Millrace");
            URI away = URI.create(site.url("/away"));
            byte[] body = "body".getBytes(StandardCharsets.UTF_8);

            assertThat(client("127.0.0.1").send(new OutgoingRequest("POST", away, headers, body, PATIENCE, Set.of())))
                    .isEqualTo(new OutgoingAnswer.Refused("a redirect asks for the body to be sent to another origin"));
            assertThat(other.asked()).isEmpty();
            assertThat(client("127.0.0.1").send(new OutgoingRequest("POST", away, headers, null, PATIENCE, Set.of())))
                    .isInstanceOf(OutgoingAnswer.Answered.class);

            assertThat(other.asked()).singleElement().satisfies(asked -> {
                assertThat(asked.method()).isEqualTo("POST");
                assertThat(asked.headers())
                        .containsEntry("User-Agent", "Millrace")
                        .doesNotContainKeys("webhook-signature", "millrace-attempt");
            });
        }
    }

    @Test
    void aRedirectToAnEndlessUrlIsNotFollowed() throws Exception {
        site.redirect("/", 302, "/" + "a".repeat(2_048));

        assertThat(get(client("127.0.0.1"), site.url("/"))).isInstanceOf(OutgoingAnswer.Refused.class);
    }

    @Test
    void aNameThatIsNotWrittenInAsciiIsAskedByItsEncodedOne() throws Exception {
        site.page("/", 200, "text/plain", "books");
        List<String> lookedUp = new CopyOnWriteArrayList<>();
        AddressResolver toSite = host -> {
            lookedUp.add(host);
            return List.of(InetAddress.getByName("127.0.0.1"));
        };

        assertThat(text(get(client(toSite, "127.0.0.1"), "http://b\u00fccher.test:" + site.port() + "/")))
                .isEqualTo("books");
        assertThat(text(get(client(toSite, "127.0.0.1"), "http://book_shop:" + site.port() + "/")))
                .isEqualTo("books");
        assertThat(lookedUp).containsExactly("xn--bcher-kva.test", "book_shop");
        assertThat(site.asked())
                .extracting(asked -> asked.headers().get("Host"))
                .containsExactly("xn--bcher-kva.test:" + site.port(), "book_shop:" + site.port());
    }

    @Test
    void anEndlessAnswerIsCut() throws Exception {
        site.page("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[10_000];
            while (true) {
                exchange.getResponseBody().write(part);
            }
        });

        assertThat(get(client("127.0.0.1"), site.url("/endless")))
                .isInstanceOfSatisfying(OutgoingAnswer.Answered.class, answered -> {
                    assertThat(answered.cut()).isTrue();
                    assertThat(answered.body()).hasSize(100_000);
                });
    }

    @Test
    void anAnswerThatTricklesIsGivenUpWhenItsTimeIsOver() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        site.page("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (!over.await(50, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
            }
        });

        OutgoingAnswer answer = client("127.0.0.1")
                .send(OutgoingRequest.get(URI.create(site.url("/slow")), Map.of(), Duration.ofMillis(400)));
        over.countDown();

        assertThat(answer).isInstanceOfSatisfying(OutgoingAnswer.Failed.class, failed -> assertThat(failed.type())
                .isEqualTo("RequestTimeout"));
    }

    @Test
    void aLookupThatTakesTooLongIsGivenUpToo() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AddressResolver silent = host -> {
            try {
                over.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return List.of(InetAddress.getLoopbackAddress());
        };

        OutgoingAnswer answer = client(silent)
                .send(OutgoingRequest.get(URI.create("http://slow.test/"), Map.of(), Duration.ofMillis(200)));
        over.countDown();

        assertThat(answer).isInstanceOf(OutgoingAnswer.Failed.class);
    }

    @Test
    void anInterruptBreaksTheRequestOff() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        site.page("/silent", exchange -> {
            asked.countDown();
            over.await();
        });
        OutgoingClient client = client("127.0.0.1");
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                get(client, site.url("/silent"));
            } catch (Throwable broken) {
                thrown.set(broken);
            }
        });
        asked.await();

        caller.interrupt();

        await().atMost(PATIENCE).until(() -> thrown.get() instanceof InterruptedException);
        over.countDown();
    }

    @Test
    void anAddressThatDoesNotAnswerIsPassedOverForTheNext() throws Exception {
        site.page("/", 200, "text/plain", "second");
        AddressResolver two = host -> List.of(InetAddress.getByName("127.0.0.9"), InetAddress.getByName("127.0.0.1"));

        assertThat(text(get(client(two, "127.0.0.0/8"), "http://two.test:" + site.port() + "/")))
                .isEqualTo("second");
    }

    @Test
    void aPortWhereNobodyListensIsAFailureThatMayPass() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(get(client("127.0.0.1"), "http://127.0.0.1:" + free + "/"))
                .isInstanceOfSatisfying(OutgoingAnswer.Failed.class, failed -> assertThat(failed.type())
                        .isEqualTo("RequestFailed"));
    }

    @Test
    void anAddressOfSixthVersionIsAskedAndNamedInBrackets() throws Exception {
        try (LocalSite six = LocalSite.start("::1", 0).page("/", 200, "text/plain", "six")) {
            assertThat(text(get(client("::1"), "http://[::1]:" + six.port() + "/")))
                    .isEqualTo("six");
            assertThat(six.asked().getFirst().headers()).containsEntry("Host", "[::1]:" + six.port());
        }
    }

    @Test
    void overTlsTheCertificateMustBeOfTheNameAndNoRedirectLeadsOutOfIt(@TempDir Path directory) throws Exception {
        PfxOptions certificate = certificateFor("named.test", directory.resolve("named.p12"));
        AtomicReference<String> serverName = new AtomicReference<>();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(certificate)
                        .setHost("127.0.0.1"))
                .requestHandler(request -> {
                    serverName.set(request.connection().indicatedServerName());
                    if (request.path().equals("/down")) {
                        request.response().setStatusCode(302).putHeader("Location", site.url("/"));
                    }
                    request.response().end("secure");
                })
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        AddressResolver toServer = host -> List.of(InetAddress.getByName("127.0.0.1"));
        OutgoingClient client = new OutgoingClient(
                vertx,
                FixedOutgoingSettings.allowing("127.0.0.1"),
                toServer,
                new HttpClientOptions().setTrustOptions(certificate));

        assertThat(text(get(client, "https://named.test:" + server.actualPort() + "/")))
                .isEqualTo("secure");
        assertThat(serverName).hasValue("named.test");
        assertThat(get(client, "https://another.test:" + server.actualPort() + "/"))
                .isInstanceOf(OutgoingAnswer.Failed.class);
        site.page("/", 200, "text/plain", "readable by all on the way");
        assertThat(get(client, "https://named.test:" + server.actualPort() + "/down"))
                .isEqualTo(new OutgoingAnswer.Refused("a redirect leads from https to http"));
        assertThat(site.asked()).isEmpty();
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static PfxOptions certificateFor(String name, Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "site",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "for-tests-only",
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new PfxOptions().setPath(file.toString()).setPassword("for-tests-only");
    }

    private static OutgoingClient client(String... allowed) {
        return client(AddressResolver::ofThisMachine, allowed);
    }

    private static OutgoingClient client(AddressResolver resolver, String... allowed) {
        return new OutgoingClient(vertx, FixedOutgoingSettings.allowing(allowed), resolver, new HttpClientOptions());
    }

    private static OutgoingAnswer get(OutgoingClient client, String url) throws InterruptedException {
        return client.send(OutgoingRequest.get(URI.create(url), Map.of(), PATIENCE));
    }

    private static String text(OutgoingAnswer answer) {
        assertThat(answer).isInstanceOf(OutgoingAnswer.Answered.class);
        return new String(((OutgoingAnswer.Answered) answer).body(), StandardCharsets.UTF_8);
    }
}
