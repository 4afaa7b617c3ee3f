package dev.millrace.api.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.api.directory.DirectorySnapshot;
import dev.millrace.api.directory.KnownDirectory;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Violation;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.store.JobTypeCard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionReaderTest {
    private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");
    private static final SubmissionReader READER = new SubmissionReader(
            new TimeOrderedJobIds(), Clock.fixed(NOW, ZoneOffset.UTC), new PayloadReader(Redaction.of(List.of())));

    @Test
    void whatIsAbsentComesFromTheTypeAndTheContract() {
        NewJob job = read("{\"job_type\":\"greet\",\"payload\":{\"to\":\"ada@example.org\"}}");

        assertThat(job.queue()).isEqualTo(KnownDirectory.GREET.queue());
        assertThat(job.priority()).isEqualTo(Priority.MEDIUM);
        assertThat(job.maxRetries()).isEqualTo(KnownDirectory.GREET.maxRetries());
        assertThat(job.retry()).isEqualTo(KnownDirectory.GREET.retry());
        assertThat(job.timeout()).isEqualTo(KnownDirectory.GREET.timeout());
        assertThat(job.ticketSize()).isEqualTo(KnownDirectory.GREET.ticketSize());
        assertThat(job.runAt()).isNull();
        assertThat(job.delay()).isNull();
        assertThat(job.tags()).isEmpty();
    }

    @Test
    void aJobThatNamesNoQueueGoesToItsTypes() {
        DirectorySnapshot directory = KnownDirectory.snapshot(
                new JobTypeCard("letter", "", "{}", "{}", 3, RetryPolicy.DEFAULT, Duration.ofHours(1), 1, "mail"));

        assertThat(queueOf("{\"job_type\":\"letter\"}", directory)).isEqualTo("mail");
        assertThat(queueOf("{\"job_type\":\"letter\",\"queue\":\"default\"}", directory))
                .isEqualTo("default");
    }

    @Test
    void everyFieldIsRead() {
        NewJob job = read("""
                {"job_type": "any", "payload": {"n": 12345678901234567890}, "priority": "high", "queue": "mail",
                 "max_retries": 0, "retry": {"base_seconds": 0.25, "max_seconds": 10}, "timeout_seconds": 86400,
                 "run_at": "2026-03-29T14:00:00+02:00", "tags": ["a", "b"]}
                """);

        assertThat(job.payload()).isEqualTo("{\"n\":12345678901234567890}");
        assertThat(job.priority()).isEqualTo(Priority.HIGH);
        assertThat(job.queue()).isEqualTo("mail");
        assertThat(job.maxRetries()).isZero();
        assertThat(job.retry()).isEqualTo(new RetryPolicy(Duration.ofMillis(250), Duration.ofSeconds(10)));
        assertThat(job.timeout()).isEqualTo(Duration.ofDays(1));
        assertThat(job.runAt()).isEqualTo(NOW);
        assertThat(job.tags()).containsExactly("a", "b");
    }

    @Test
    void aDelayMayHaveAFraction() {
        assertThat(read("{\"job_type\":\"any\",\"delay_seconds\":1.5}").delay()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(read("{\"job_type\":\"any\",\"delay_seconds\":0}").delay()).isZero();
    }

    @Test
    void nullMeansAbsentExceptWhereAFieldIsRequiredOrIsThePayload() {
        assertThat(read("{\"job_type\":\"any\",\"priority\":null,\"queue\":null,\"run_at\":null,\"delay_seconds\":null,"
                        + "\"max_retries\":null,\"retry\":null,\"timeout_seconds\":null,\"tags\":null}"))
                .isNotNull();
        assertThat(wrong("{\"job_type\":null}")).extracting(Violation::pointer).containsExactly("/job_type");
        assertThat(wrong("{\"job_type\":\"any\",\"payload\":null}"))
                .extracting(Violation::pointer)
                .containsExactly("/payload");
    }

    @Test
    void anOnlyBaseLiftsTheStandardMaximumToItself() {
        NewJob job = read("{\"job_type\":\"any\",\"retry\":{\"base_seconds\":1000}}");

        assertThat(job.retry()).isEqualTo(new RetryPolicy(Duration.ofSeconds(1_000), Duration.ofSeconds(1_000)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|",
                "{\"job_type\":5}|/job_type",
                "{}|/job_type",
                "{\"job_type\":\"unheard\"}|/job_type",
                "{\"job_type\":\"a\\u0000\"}|/job_type",
                "{\"job_type\":\"any\",\"payload\":[]}|/payload",
                "{\"job_type\":\"any\",\"payload\":\"{}\"}|/payload",
                "{\"job_type\":\"any\",\"priority\":\"urgent\"}|/priority",
                "{\"job_type\":\"any\",\"priority\":1}|/priority",
                "{\"job_type\":\"any\",\"queue\":\"Mail\"}|/queue",
                "{\"job_type\":\"any\",\"queue\":\"elsewhere\"}|/queue",
                "{\"job_type\":\"any\",\"max_retries\":-1}|/max_retries",
                "{\"job_type\":\"any\",\"max_retries\":101}|/max_retries",
                "{\"job_type\":\"any\",\"max_retries\":1.5}|/max_retries",
                "{\"job_type\":\"any\",\"max_retries\":1e9999}|/max_retries",
                "{\"job_type\":\"any\",\"max_retries\":\"3\"}|/max_retries",
                "{\"job_type\":\"any\",\"retry\":7}|/retry",
                "{\"job_type\":\"any\",\"retry\":{\"base_seconds\":0}}|/retry/base_seconds",
                "{\"job_type\":\"any\",\"retry\":{\"base_seconds\":5,\"max_seconds\":4}}|/retry/max_seconds",
                "{\"job_type\":\"any\",\"retry\":{\"factor\":4}}|/retry/factor",
                "{\"job_type\":\"any\",\"timeout_seconds\":0}|/timeout_seconds",
                "{\"job_type\":\"any\",\"timeout_seconds\":86401}|/timeout_seconds",
                "{\"job_type\":\"any\",\"run_at\":\"2026-03-29\"}|/run_at",
                "{\"job_type\":\"any\",\"run_at\":\"2026-03-29T01:00:00\"}|/run_at",
                "{\"job_type\":\"any\",\"run_at\":\"2040-01-01T00:00:00Z\"}|/run_at",
                "{\"job_type\":\"any\",\"delay_seconds\":-1}|/delay_seconds",
                "{\"job_type\":\"any\",\"delay_seconds\":1e300}|/delay_seconds",
                "{\"job_type\":\"any\",\"delay_seconds\":1,\"run_at\":\"2026-03-29T01:00:00Z\"}|/delay_seconds",
                "{\"job_type\":\"any\",\"tags\":\"a\"}|/tags",
                "{\"job_type\":\"any\",\"tags\":[\"a\",1]}|/tags/1",
                "{\"job_type\":\"any\",\"tags\":[\" \"]}|/tags/0",
                "{\"job_type\":\"any\",\"tags\":[\"\\ud800\"]}|/tags/0",
                "{\"job_type\":\"any\",\"unique_key\":\" \"}|/unique_key",
                "{\"job_type\":\"greet\",\"payload\":{}}|/payload/to",
                "{\"job_type\":\"greet\",\"payload\":{\"to\":5}}|/payload/to",
                "{\"job_type\":\"greet\",\"payload\":{\"to\":\"nobody\"}}|/payload/to",
                "{\"job_type\":\"greet\",\"payload\":{\"to\":\"a@b.org\",\"cc\":1}}|/payload/cc",
                "{\"job_type\":\"greet\",\"payload\":{\"to\":\"a@b.org\",\"times\":[1,0]}}|/payload/times/1"
            })
    void oneWrongThingIsPointedAt(String submission, String pointer) {
        assertThat(wrong(submission)).extracting(Violation::pointer).containsExactly(pointer == null ? "" : pointer);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(wrong("{\"job_type\":\"greet\",\"payload\":{\"to\":1,\"cc\":2},\"priority\":\"x\",\"extra\":1}"))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/payload/to", "/payload/cc", "/priority", "/extra");
    }

    @Test
    void anUnknownTypeIsAnsweredWithTheKnownOnes() {
        assertThat(wrong("{\"job_type\":\"unheard\"}"))
                .extracting(Violation::pointer, Violation::detail)
                .containsExactly(tuple("/job_type", "no worker has registered the type unheard; known: any, greet"));
    }

    @Test
    void moreThanTwentyTagsAreRefused() {
        String tags = "\"t\",".repeat(20) + "\"t\"";

        assertThat(wrong("{\"job_type\":\"any\",\"tags\":[" + tags + "]}"))
                .extracting(Violation::pointer)
                .containsExactly("/tags");
    }

    private static String queueOf(String submission, DirectorySnapshot directory) {
        return READER.read(RequestJson.trusted(submission), "", directory, null, new Violations())
                .queue();
    }

    private static NewJob read(String submission) {
        Violations violations = new Violations();
        NewJob job = READER.read(RequestJson.trusted(submission), "", KnownDirectory.snapshot(), null, violations);
        assertThat(violations.isEmpty()).as("%s", submission).isTrue();
        return job;
    }

    private static List<Violation> wrong(String submission) {
        Violations violations = new Violations();
        NewJob job = READER.read(RequestJson.trusted(submission), "", KnownDirectory.snapshot(), null, violations);
        assertThat(job).isNull();
        return violations.toProblem().errors();
    }
}
