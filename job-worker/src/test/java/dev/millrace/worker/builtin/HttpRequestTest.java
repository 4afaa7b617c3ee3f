package dev.millrace.worker.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.worker.builtin.HttpRequest.Method;
import dev.millrace.worker.builtin.HttpRequest.Payload;
import dev.millrace.worker.builtin.HttpRequest.Result;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.outgoing.LocalSite;
import dev.millrace.worker.outgoing.TestClients;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes(StandardCharsets.UTF_8);
    private static final String WRITTEN_SECRET = "whsec_" + Base64.getEncoder().encodeToString(SECRET);
    private static Vertx vertx;

    private final LocalSite site = LocalSite.start();
    private final RecordingContext context = new RecordingContext(3);

    record Secrets(Optional<List<String>> secrets) implements WebhookSettings {}

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
    void theServiceIsCalledWithTheJobsIdAndAttemptAndASignatureOfTheBody() throws Exception {
        site.page("/orders", 200, "application/json", "{\"done\":1}");

        JobOutcome<Result> outcome = handler()
                .run(
                        new Payload(
                                null, site.url("/orders"), Map.of("X-Tenant", "blue"), Map.of("order", 42), null, null),
                        context);

        assertThat(outcome)
                .isEqualTo(JobOutcome.succeed(
                        new Result(200, site.url("/orders"), "application/json", "{\"done\":1}", false)));
        LocalSite.Asked asked = site.asked().getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.body()).isEqualTo("{\"order\":42}");
        assertThat(asked.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("X-Tenant", "blue")
                .containsEntry("webhook-id", RecordingContext.JOB.toString())
                .containsEntry("webhook-timestamp", "1772366400")
                .containsEntry("millrace-attempt", "3");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        String signed = RecordingContext.JOB + ".1772366400.{\"order\":42}";
        assertThat(asked.headers())
                .containsEntry(
                        "webhook-signature",
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(context.messages()).containsExactly("calling", "answered");
    }

    @Test
    void theSignatureIsThatOfTheStandardsOwnExample() {
        WebhookSignature signature = new WebhookSignature(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        assertThat(signature.headers(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void whileASecretIsReplacedBothSign() {
        WebhookSignature signature =
                new WebhookSignature(List.of(WRITTEN_SECRET, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        assertThat(signature.headers("id", Instant.EPOCH, new byte[0]).get("webhook-signature"))
                .matches("v1,\\S+ v1,\\S+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_short", "whsec_!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void aSecretThatIsNoneIsRefusedAtTheStartAndNotTold(String secret) {
        assertThatThrownBy(() -> new WebhookSignature(List.of(secret)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("MfKQ");
    }

    @ParameterizedTest
    @CsvSource({
        "400, GIVE_UP", "401, GIVE_UP", "403, GIVE_UP", "404, GIVE_UP", "405, GIVE_UP", "410, GIVE_UP", "422, GIVE_UP",
                "451, GIVE_UP",
        "408, FAIL", "409, FAIL", "425, FAIL", "429, FAIL", "500, FAIL", "502, FAIL", "503, FAIL", "504, FAIL",
        "304, FAIL"
    })
    void aStatusEndsTheJobOrIsRetried(int status, String end) throws Exception {
        site.page("/", status, "text/plain", "");

        JobOutcome<Result> outcome = handler().run(get(site.url("/")), context);

        String type = "HttpStatus" + status;
        String message = "127.0.0.1 answered with status " + status;
        assertThat(outcome)
                .isEqualTo(end.equals("GIVE_UP") ? JobOutcome.giveUp(type, message) : JobOutcome.fail(type, message));
    }

    @ParameterizedTest
    @CsvSource({
        "503, 120, PT2M",
        "429, 1, PT1S",
        "429, 0, PT1S",
        "500, 99999999, PT24H",
        "503, 'Sun, 01 Mar 2026 12:01:30 GMT', PT1M30S",
        "503, 'Sun, 01 Mar 2026 11:00:00 GMT', PT1S"
    })
    void aServiceThatAsksForPatienceGetsIt(int status, String retryAfter, Duration delay) throws Exception {
        site.page("/", status, "text/plain", "", "Retry-After", retryAfter);

        JobOutcome<Result> outcome = handler().run(get(site.url("/")), context);

        assertThat(outcome).isInstanceOfSatisfying(JobOutcome.RetryAfter.class, retry -> assertThat(retry.delay())
                .isEqualTo(delay));
    }

    @Test
    void patienceThatCannotBeReadIsLeftToTheBackoff() throws Exception {
        site.page("/", 503, "text/plain", "", "Retry-After", "soon");

        assertThat(handler().run(get(site.url("/")), context)).isInstanceOf(JobOutcome.Fail.class);
    }

    @Test
    void onlyTheExpectedStatusIsSuccess() throws Exception {
        site.page("/teapot", 418, "text/plain", "short and stout");
        site.page("/ok", 200, "text/plain", "");
        site.redirect("/moved", 302, "/ok");

        assertThat(handler().run(expecting("/teapot", 418, 200), context)).isInstanceOf(JobOutcome.Succeed.class);
        assertThat(handler().run(expecting("/ok", 201), context)).isInstanceOf(JobOutcome.Fail.class);
        assertThat(handler().run(expecting("/moved", 302), context)).isInstanceOf(JobOutcome.Succeed.class);
    }

    @Test
    void anAddressThatIsRefusedEndsTheJob() throws Exception {
        site.page("/", 200, "text/plain", "secret");
        HttpRequest guarded = new HttpRequest(TestClients.allowing(vertx), new Secrets(Optional.empty()), CLOCK);

        assertThat(guarded.run(get(site.url("/")), context))
                .isEqualTo(JobOutcome.giveUp("AddressRefused", "127.0.0.1 is at 127.0.0.1, which is loopback"));
        assertThat(site.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Host|example.org", "Content-Length|5", "webhook-signature|v1,x", "X Y|z", "X-A|'a\nb'", "|x"})
    void headersThatCouldMisleadAreRefused(String name, String value) throws Exception {
        assertThat(handler()
                        .run(
                                new Payload(
                                        Method.GET,
                                        site.url("/"),
                                        Map.of(name == null ? "" : name, value),
                                        null,
                                        null,
                                        null),
                                context))
                .isInstanceOfSatisfying(JobOutcome.GiveUp.class, givenUp -> assertThat(givenUp.type())
                        .isEqualTo("UnsoundRequest"));
        assertThat(site.asked()).isEmpty();
    }

    @Test
    void aLongAnswerIsKeptInItsBeginning() throws Exception {
        site.page("/", 200, "text/plain; charset=utf-8", "é".repeat(1_000) + "e".repeat(HttpRequest.LONGEST_BODY));

        assertThat(handler().run(get(site.url("/")), context))
                .isInstanceOfSatisfying(JobOutcome.Succeed.class, succeed -> {
                    Result result = (Result) succeed.result();
                    assertThat(result.body()).hasSize(HttpRequest.LONGEST_BODY).doesNotContain("\ufffd");
                    assertThat(result.bodyCut()).isTrue();
                });
    }

    @Test
    void anAnswerOfWideOrEscapedLettersLeavesRoomForTheRestOfTheResult() throws Exception {
        site.page("/wide", 200, "text/plain; charset=utf-8", "\u6c34".repeat(HttpRequest.LONGEST_BODY));
        site.page("/escaped", 200, "text/plain", "\u0001".repeat(HttpRequest.LONGEST_BODY));

        for (String path : List.of("/wide", "/escaped")) {
            assertThat(handler().run(get(site.url(path)), context))
                    .isInstanceOfSatisfying(JobOutcome.Succeed.class, succeed -> {
                        Result result = (Result) succeed.result();
                        assertThat(result.bodyCut()).isTrue();
                        assertThat(new ObjectMapper()
                                        .valueToTree(result)
                                        .toString()
                                        .getBytes(StandardCharsets.UTF_8))
                                .hasSizeBetween(HttpRequest.MOST_BODY_BYTES, HttpRequest.MOST_BODY_BYTES + 200);
                    });
        }
    }

    private static Payload get(String url) {
        return new Payload(Method.GET, url, null, null, 10.0, null);
    }

    private Payload expecting(String path, Integer... statuses) {
        return new Payload(Method.GET, site.url(path), null, null, 10.0, List.of(statuses));
    }

    private static HttpRequest handler() {
        return new HttpRequest(
                TestClients.allowing(vertx, "127.0.0.1"), new Secrets(Optional.of(List.of(WRITTEN_SECRET))), CLOCK);
    }
}
