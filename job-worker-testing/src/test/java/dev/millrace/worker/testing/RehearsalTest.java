package dev.millrace.worker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Progress;
import dev.millrace.core.joblog.LogLevel;
import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import jakarta.validation.constraints.NotBlank;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    record Payload(@NotBlank String text) {}

    record Result(String longName) {}

    @Test
    void aSuccessIsToldWithItsResultAsAnObjectAndAsJson() throws InterruptedException {
        Rehearsed<Result> rehearsed =
                rehearse((payload, context) -> JobOutcome.succeed(new Result(payload.text() + context.attempt())));

        assertThat(rehearsed.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(rehearsed.result()).isEqualTo(new Result("hello1"));
        assertThat(rehearsed.resultJson()).isEqualTo("{\"long_name\":\"hello1\"}");
        assertThat(rehearsed.error()).isNull();
    }

    @Test
    void theHandlerSeesTheAttemptThatTheTestAsksFor() throws InterruptedException {
        UUID id = new UUID(1, 2);
        Rehearsal<Payload, Result> rehearsal = Rehearsal.of(handler((payload, context) -> {
            assertThat(context.jobId()).isEqualTo(id);
            assertThat(context.attempt()).isEqualTo(3);
            assertThat(Duration.between(Clock.systemUTC().instant(), context.deadline()))
                    .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
            assertThat(Thread.currentThread().isVirtual()).isTrue();
            return JobOutcome.succeed();
        }));

        Rehearsed<Result> rehearsed =
                rehearsal.jobId(id).attempt(3).timeout(Duration.ofMinutes(1)).run(new Payload("hello"));

        assertThat(rehearsed.error()).isNull();
    }

    @Test
    void anExceptionIsRetriedWithTheTypesBackoffUntilTheBudgetIsUsedUp() throws InterruptedException {
        Script broken = (payload, context) -> {
            throw new IllegalStateException("broken");
        };

        Rehearsed<Result> second = Rehearsal.of(handler(broken)).attempt(2).run(new Payload("hello"));
        Rehearsed<Result> last =
                Rehearsal.of(handler(broken)).maxRetries(1).attempt(2).run(new Payload("hello"));

        assertThat(second.status()).isEqualTo(JobStatus.RETRYING);
        assertThat(second.delay()).isEqualTo(Duration.ofSeconds(4));
        assertThat(second.error().type()).isEqualTo("IllegalStateException");
        assertThat(last.status()).isEqualTo(JobStatus.DEAD);
        assertThatThrownBy(last::result).isInstanceOf(AssertionError.class).hasMessageContaining("broken");
    }

    @Test
    void everyOutcomeLeadsWhereAWorkerWouldLeadIt() throws InterruptedException {
        assertThat(rehearse((payload, context) -> JobOutcome.snooze(SHORT)).status())
                .isEqualTo(JobStatus.SCHEDULED);
        assertThat(rehearse((payload, context) -> JobOutcome.retryAfter(SHORT, "busy"))
                        .delay())
                .isEqualTo(SHORT);
        assertThat(rehearse((payload, context) -> JobOutcome.discard("pointless"))
                        .status())
                .isEqualTo(JobStatus.DISCARDED);
        assertThat(rehearse((payload, context) -> JobOutcome.fail("Oops", "no")).status())
                .isEqualTo(JobStatus.RETRYING);
        assertThat(rehearse((payload, context) -> JobOutcome.giveUp("Never", "no"))
                        .status())
                .isEqualTo(JobStatus.DEAD);
    }

    @Test
    void aPayloadThatTheHandlerWouldNotSeeInProductionItDoesNotSeeHere() throws InterruptedException {
        AtomicBoolean called = new AtomicBoolean();
        Rehearsal<Payload, Result> rehearsal = Rehearsal.of(handler((payload, context) -> {
            called.set(true);
            return JobOutcome.succeed();
        }));

        Rehearsed<Result> blank = rehearsal.run(new Payload(" "));
        Rehearsed<Result> wrong = rehearsal.runJson("{\"text\": []}");

        assertThat(blank.status()).isEqualTo(JobStatus.DEAD);
        assertThat(blank.error().type()).isEqualTo("UnreadablePayload");
        assertThat(wrong.status()).isEqualTo(JobStatus.DEAD);
        assertThat(called).isFalse();
    }

    @Test
    void whatTheHandlerShowsAndSaysIsKept() throws InterruptedException {
        Rehearsed<Result> rehearsed = rehearse((payload, context) -> {
            context.progress(10, "begun");
            context.log().warn("odd", "code", 7);
            context.progress(90, null);
            return JobOutcome.succeed();
        });

        assertThat(rehearsed.progress()).containsExactly(new Progress(10, "begun"), new Progress(90, null));
        assertThat(rehearsed.lines()).containsExactly(new LoggedLine(LogLevel.WARN, "odd", "{\"code\":7}"));
    }

    @Test
    void anAttemptThatTakesTooLongIsInterruptedAndTimesOut() throws InterruptedException {
        Rehearsed<Result> rehearsed =
                Rehearsal.of(handler(RehearsalTest::waitForEver)).timeout(SHORT).run(new Payload("hello"));

        assertThat(rehearsed.error().type()).isEqualTo("TIMEOUT");
        assertThat(rehearsed.status()).isEqualTo(JobStatus.RETRYING);
    }

    @Test
    void aHandlerThatShowsNoLifeIsInterruptedAndTimesOut() throws InterruptedException {
        Rehearsed<Result> rehearsed = Rehearsal.of(handler(RehearsalTest::waitForEver))
                .heartbeatTimeout(SHORT)
                .run(new Payload("hello"));

        assertThat(rehearsed.error().type()).isEqualTo("HEARTBEAT_TIMEOUT");
        assertThat(rehearsed.error().message()).isEqualTo("no sign of life for 0.1 s");
    }

    @Test
    void aHandlerThatShowsLifeInAnyWayGoesOn() throws InterruptedException {
        Rehearsed<Result> rehearsed = Rehearsal.of(handler((payload, context) -> {
                    long begun = System.nanoTime();
                    for (int i = 0; System.nanoTime() - begun < SHORT.toNanos() * 6; i++) {
                        switch (i % 3) {
                            case 0 -> context.heartbeat();
                            case 1 -> context.progress(1, null);
                            default -> context.log().debug("alive");
                        }
                        Thread.sleep(1);
                    }
                    return JobOutcome.succeed();
                }))
                .heartbeatTimeout(SHORT.multipliedBy(3))
                .run(new Payload("hello"));

        assertThat(rehearsed.status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aCancelInterruptsTheHandler() throws InterruptedException {
        Script waiting = (payload, context) -> {
            context.progress(50, "half");
            context.log().info("waiting");
            return waitForEver(payload, context);
        };

        assertThat(Rehearsal.of(handler(waiting)).cancelAtProgress(50).run(new Payload("hello")))
                .satisfies(rehearsed -> {
                    assertThat(rehearsed.status()).isEqualTo(JobStatus.CANCELED);
                    assertThat(rehearsed.progress()).hasSize(1);
                });
        assertThat(Rehearsal.of(handler(waiting))
                        .cancelAtLine("waiting")
                        .run(new Payload("hello"))
                        .status())
                .isEqualTo(JobStatus.CANCELED);
        assertThat(Rehearsal.of(handler(waiting))
                        .cancelAfter(SHORT)
                        .run(new Payload("hello"))
                        .status())
                .isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void aHandlerThatSucceedsInSpiteOfACancelHasSucceeded() throws InterruptedException {
        Rehearsed<Result> rehearsed = Rehearsal.of(handler((payload, context) -> {
                    context.progress(100, null);
                    return JobOutcome.succeed(new Result(String.valueOf(context.isStopping())));
                }))
                .cancelAtProgress(100)
                .run(new Payload("hello"));

        assertThat(rehearsed.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(rehearsed.result()).isEqualTo(new Result("true"));
    }

    private static Rehearsed<Result> rehearse(Script script) throws InterruptedException {
        return Rehearsal.of(handler(script)).run(new Payload("hello"));
    }

    private static JobOutcome<Result> waitForEver(Payload payload, JobContext context) throws InterruptedException {
        new CountDownLatch(1).await();
        return JobOutcome.succeed();
    }

    private static Scripted handler(Script script) {
        return new Scripted(script);
    }

    private interface Script {
        JobOutcome<Result> run(Payload payload, JobContext context) throws Exception;
    }

    private record Scripted(Script script) implements JobHandler<Payload, Result> {
        @Override
        public String type() {
            return "scripted";
        }

        @Override
        public String description() {
            return "As the test says.";
        }

        @Override
        public Class<Payload> payloadType() {
            return Payload.class;
        }

        @Override
        public Payload example() {
            return new Payload("text");
        }

        @Override
        public JobTypeDefaults defaults() {
            return JobTypeDefaults.STANDARD;
        }

        @Override
        public JobOutcome<Result> run(Payload payload, JobContext context) throws Exception {
            return script.run(payload, context);
        }
    }
}
