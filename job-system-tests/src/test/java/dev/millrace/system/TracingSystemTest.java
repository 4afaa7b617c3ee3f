package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.system.CollectedSpans.Collected;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The road of a job, as OpenTelemetry and the logs of packaged services tell it. */
class TracingSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLER = "00f067aa0ba902b7";

    private static CollectedSpans collector;
    private static StartedService apiProcess;
    private static StartedService worker;
    private static Api api;

    @BeforeAll
    static void startServicesThatTrace() throws IOException {
        RunningMillrace millrace = RunningMillrace.shared();
        collector = new CollectedSpans();
        apiProcess = new StartedService("job-api", millrace.home(), environment(millrace, Map.of()));
        worker = new StartedService(
                "job-worker",
                millrace.home(),
                environment(
                        millrace,
                        Map.of("MILLRACE_WORKER_QUEUES", "traced:4", "MILLRACE_WORKER_OUTGOING_ALLOW", "127.0.0.1")));
        await().atMost(SOON).ignoreExceptions().until(() -> apiProcess.isReady() && worker.isReady());
        api = apiProcess.api();
        await().atMost(SOON).until(() -> api.get("/api/v1/queues")
                .body()
                .findValuesAsText("name")
                .contains("traced"));
    }

    private static Map<String, String> environment(RunningMillrace millrace, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("MILLRACE_PG_URL", millrace.environment("MILLRACE_PG_URL"));
        environment.put("MILLRACE_AMQP_URL", millrace.environment("MILLRACE_AMQP_URL"));
        environment.put("MILLRACE_TRACING_ENDPOINT", collector.address());
        // As in images, where nothing says so.
        environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
        return environment;
    }

    @AfterAll
    static void endThem() {
        worker.close();
        apiProcess.close();
        collector.close();
    }

    @Test
    void submitFailureRetryAndEndAreOneTraceThatBeginsWithTheCaller() {
        String trace = newTraceId();
        String id = submit(trace, """
                {"job_type": "noop", "queue": "traced", "payload": {"fail_times": 1},
                 "retry": {"base_seconds": 0.5, "max_seconds": 1}}""");

        await().atMost(SOON).until(() -> collector.of(trace).size() == 3);
        Collected submit = named("POST /api/v1/jobs", trace);
        assertThat(submit.service()).isEqualTo("job-api");
        assertThat(submit.kind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(submit.parentId()).isEqualTo(CALLER);
        assertThat(submit.attributes()).containsEntry("http.response.status_code", "201");

        List<Collected> attempts = collector.of(trace).stream()
                .filter(span -> span.name().equals("run noop"))
                .toList();
        assertThat(attempts).hasSize(2).allSatisfy(attempt -> {
            assertThat(attempt.service()).isEqualTo("job-worker");
            assertThat(attempt.kind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
            assertThat(attempt.parentId()).isEqualTo(submit.id());
            assertThat(attempt.attributes()).containsEntry("millrace.job.id", id);
        });
        assertThat(attempts.get(0).attributes())
                .containsEntry("millrace.job.attempt", "1")
                .containsEntry("millrace.outcome", "retried")
                .containsKey("error.type");
        assertThat(attempts.get(0).failed()).isTrue();
        assertThat(attempts.get(1).attributes())
                .containsEntry("millrace.job.attempt", "2")
                .containsEntry("millrace.outcome", "completed");
        assertThat(attempts.get(1).failed()).isFalse();
    }

    @Test
    void whatAHandlerCallsJoinsTheTrace() {
        String trace = newTraceId();
        submit(trace, """
                {"job_type": "http_request", "queue": "traced", "payload": {"url": "%s/called"}}""".formatted(collector.address()));

        await().atMost(SOON).until(() -> collector.of(trace).size() == 2);
        assertThat(collector.callers())
                .contains("00-" + trace + "-" + named("run http_request", trace).id() + "-01");
    }

    @Test
    void aTraceThatItsCallerDoesNotRecordIsNotRecordedButHandedOn() {
        String unrecorded = newTraceId();
        String id = api.post(
                        "/api/v1/jobs", """
                        {"job_type": "http_request", "queue": "traced", "payload": {"url": "%s/called"}}""".formatted(collector.address()), "00-" + unrecorded + "-" + CALLER + "-00")
                .body()
                .get("id")
                .asText();
        String recorded = newTraceId();
        await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
        submit(recorded, "{\"job_type\": \"noop\", \"queue\": \"traced\"}");

        // What ended later has come, so that what ended before would have.
        await().atMost(SOON).until(() -> collector.of(recorded).size() == 2);
        assertThat(collector.of(unrecorded)).isEmpty();
        assertThat(collector.callers())
                .anySatisfy(caller -> assertThat(caller).matches("00-" + unrecorded + "-[0-9a-f]{16}-00"));
    }

    @Test
    void aLineOfTheLogAboutAJobCarriesTheJobTheAttemptAndTheTrace() {
        String trace = newTraceId();
        String id = submit(trace, """
                {"job_type": "noop", "queue": "traced", "payload": {"fail_times": 1}, "max_retries": 0}""");

        await().atMost(SOON).until(() -> deathOf(id).isPresent());
        JsonNode line = deathOf(id).orElseThrow();
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        JsonNode labels = line.get("mdc");
        assertThat(labels.get("job_id").asText()).isEqualTo(id);
        assertThat(labels.get("attempt").asText()).isEqualTo("1");
        assertThat(labels.get("job_type").asText()).isEqualTo("noop");
        assertThat(labels.get("queue").asText()).isEqualTo("traced");
        assertThat(labels.get("trace_id").asText()).isEqualTo(trace);
    }

    private static Optional<JsonNode> deathOf(String id) {
        return worker.log()
                .lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(TracingSystemTest::read)
                .filter(line -> line.path("message").asText().startsWith("job " + id + " of type noop is dead"))
                .findFirst();
    }

    private static String submit(String trace, String body) {
        Api.Answer answer = api.post("/api/v1/jobs", body, "00-" + trace + "-" + CALLER + "-01");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.body().get("id").asText();
    }

    private static Collected named(String name, String trace) {
        return collector.of(trace).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + collector.of(trace)));
    }

    private static String newTraceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "%016x%016x".formatted(random.nextLong() | 1, random.nextLong());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
