package dev.millrace.worker.builtin;

import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Does nothing, for as long and with as many failures as asked: for trials, tests and measurements. */
@Singleton
public class Noop implements JobHandler<Noop.Payload, Noop.Result> {
    private static final int QUICK_JOBS_A_TICKET = 100;

    /**
     * @param sleepMs how long the attempt takes, in milliseconds; 0 to a day, default 0
     * @param failTimes how many first executions fail; default 0
     * @param tellStart whether the result says when the handler began; default false
     */
    @RegisterForReflection
    public record Payload(
            @Min(0) @Max(86_400_000) Long sleepMs,
            @Min(0) @Max(1_000_000) Integer failTimes,
            Boolean tellStart) {}

    /** @param startedAt when the handler began, by the clock of its machine */
    @RegisterForReflection
    public record Result(Instant startedAt) {}

    private final Clock clock;

    public Noop(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String type() {
        return "noop";
    }

    @Override
    public String description() {
        return "Does nothing for a while, and fails as often as asked.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload(100L, 0, false);
    }

    @Override
    public JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD.withTicketSize(QUICK_JOBS_A_TICKET);
    }

    @Override
    public JobOutcome<Result> run(Payload payload, JobContext context) throws InterruptedException {
        Result result = Boolean.TRUE.equals(payload.tellStart()) ? new Result(clock.instant()) : null;
        if (payload.sleepMs() != null && payload.sleepMs() > 0) {
            Thread.sleep(Duration.ofMillis(payload.sleepMs()));
        }
        if (payload.failTimes() != null && context.attempt() <= payload.failTimes()) {
            return JobOutcome.fail(
                    "AskedToFail", "execution " + context.attempt() + " of " + payload.failTimes() + " that fail");
        }
        return JobOutcome.succeed(result);
    }
}
