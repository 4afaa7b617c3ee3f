package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Fingerprint;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.messaging.RetryLadder;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.worker.handler.JobOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final RetryPolicy POLICY = new RetryPolicy(Duration.ofSeconds(2), Duration.ofHours(1));

    private final Verdict verdict = new Verdict(() -> 0.5);

    @Test
    void aSuccessCompletesTheJobWithItsResult() {
        assertThat(verdict.of(job(0, 3), JobOutcome.succeed("1")))
                .isEqualTo(new AttemptEnd.Completed(job(0, 3).key(), "1"));
    }

    @Test
    void aResultIsKeptUpToItsBoundAndOneByteMoreEndsTheJob() {
        // Two bytes a letter, and two for the quotes.
        String largest = "\"" + "é".repeat(Verdict.LARGEST_RESULT / 2 - 1) + "\"";

        assertThat(Verdict.LARGEST_RESULT).isEqualTo(65_536);
        assertThat(verdict.of(job(0, 3), JobOutcome.succeed(largest)))
                .isEqualTo(new AttemptEnd.Completed(job(0, 3).key(), largest));
        assertThat(verdict.of(job(0, 3), JobOutcome.succeed(largest + " ")))
                .isInstanceOfSatisfying(AttemptEnd.Buried.class, buried -> {
                    assertThat(buried.outcome()).isEqualTo(AttemptOutcome.FAILED);
                    assertThat(buried.error().type()).isEqualTo("RESULT_TOO_LARGE");
                    assertThat(buried.error().message())
                            .isEqualTo("the result takes 65537 bytes as JSON, of which 65536 can be kept");
                });
    }

    @Test
    void aFailureIsRetriedAfterTheBackoffOfItsNumberWithJitter() {
        AttemptEnd end = verdict.of(job(2, 3), JobOutcome.fail("Oops", "it went wrong"));

        assertThat(end).isInstanceOfSatisfying(AttemptEnd.RetryLater.class, retry -> {
            assertThat(retry.delay()).isEqualTo(Duration.ofMillis(8_800));
            assertThat(retry.outcome()).isEqualTo(AttemptOutcome.FAILED);
            assertThat(retry.error().type()).isEqualTo("Oops");
            assertThat(retry.error().fingerprint()).isEqualTo(Fingerprint.of("work", "Oops", "it went wrong"));
        });
    }

    @Test
    void thePromoterStepsInOnlyAfterTheBrokersTimerHadItsTime() {
        AttemptEnd end = verdict.of(job(4, 9), JobOutcome.fail("Oops", ""));

        assertThat(end).isInstanceOfSatisfying(AttemptEnd.RetryLater.class, retry -> {
            Duration timer = RetryLadder.rungFor(retry.delay()).orElseThrow();
            assertThat(retry.delay().plus(retry.grace())).isEqualTo(timer.plus(Verdict.TIMER_GRACE));
        });
    }

    @Test
    void aWaitThatTheBrokerCannotTimeIsThePromotersFromTheStart() {
        AttemptEnd end = verdict.of(job(0, 3), JobOutcome.retryAfter(Duration.ofHours(2), "busy"));

        assertThat(end).isInstanceOfSatisfying(AttemptEnd.RetryLater.class, retry -> {
            assertThat(retry.delay()).isEqualTo(Duration.ofHours(2));
            assertThat(retry.grace()).isZero();
        });
    }

    @Test
    void theLastFailureThatTheBudgetAllowsBuriesTheJob() {
        assertThat(verdict.of(job(3, 3), new IOException("gone")))
                .isInstanceOfSatisfying(AttemptEnd.Buried.class, buried -> {
                    assertThat(buried.error().type()).isEqualTo("IOException");
                    assertThat(buried.error().stacktrace()).contains("VerdictTest");
                });
        assertThat(verdict.timedOut(job(0, 0)))
                .isInstanceOfSatisfying(AttemptEnd.Buried.class, buried -> assertThat(buried.outcome())
                        .isEqualTo(AttemptOutcome.TIMED_OUT));
    }

    @Test
    void aHandlerThatGivesUpBuriesTheJobWhateverIsLeftOfItsBudget() {
        assertThat(verdict.of(job(0, 3), JobOutcome.giveUp("Refused", "never")))
                .isInstanceOfSatisfying(AttemptEnd.Buried.class, buried -> {
                    assertThat(buried.outcome()).isEqualTo(AttemptOutcome.FAILED);
                    assertThat(buried.error().type()).isEqualTo("Refused");
                });
    }

    @Test
    void aHandlerThatShowedNoLifeTimedOut() {
        assertThat(verdict.silent(job(0, 3), Duration.ofMillis(1_500)))
                .isInstanceOfSatisfying(AttemptEnd.RetryLater.class, retry -> {
                    assertThat(retry.outcome()).isEqualTo(AttemptOutcome.TIMED_OUT);
                    assertThat(retry.error().type()).isEqualTo("HEARTBEAT_TIMEOUT");
                    assertThat(retry.error().message()).isEqualTo("no sign of life for 1.5 s");
                });
    }

    @Test
    void anErrorOfAnyLengthIsCutToOneThatCanBeKept() {
        AttemptEnd end = verdict.of(job(3, 3), new IllegalStateException("x".repeat(100_000)));

        assertThat(end).isInstanceOfSatisfying(AttemptEnd.Buried.class, buried -> {
            assertThat(buried.error().message()).hasSizeLessThan(2_100);
            assertThat(buried.error().stacktrace()).hasSizeLessThan(8_100);
        });
    }

    private static ClaimedJob job(int failures, int maxRetries) {
        return new ClaimedJob(
                new UUID(0, 1),
                "work",
                "default",
                Priority.MEDIUM,
                "{}",
                failures + 1,
                failures,
                0,
                maxRetries,
                POLICY,
                Duration.ofMinutes(1),
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }
}
