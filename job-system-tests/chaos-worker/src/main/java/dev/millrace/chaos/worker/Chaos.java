package dev.millrace.chaos.worker;

import dev.millrace.chaos.ledger.LedgerFile;
import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sleeps, fails and takes its whole process with it as asked, and writes the start and the end of every attempt into a ledger
 * outside the database: {@code <time> start <job> <attempt>} and {@code <time> end <job> <attempt> <how>}, in one file for each
 * process.
 */
@Singleton
public class Chaos implements JobHandler<Chaos.Payload, Chaos.Result> {
    // So few that a burst makes more tickets than workers take into their hands: something is left for the broker to
    // forget.
    private static final int JOBS_A_TICKET = 3;

    private final LedgerFile ledger;

    Chaos(@ConfigProperty(name = "millrace.chaos.ledgers") Path folder) {
        ledger = new LedgerFile(
                folder.resolve("attempts-" + ProcessHandle.current().pid() + ".ledger"));
    }

    /**
     * @param number which job of the client's this is
     * @param sleepMs how long each attempt takes, in milliseconds
     * @param failTimes how many first attempts fail
     * @param haltTimes how many first attempts end the process at once
     */
    public record Payload(
            long number,
            @Min(0) @Max(600_000) long sleepMs,
            @Min(0) int failTimes,
            @Min(0) int haltTimes) {}

    /**
     * Who did the work; it must be who the database says.
     *
     * @param attempt the number of the attempt
     * @param process the worker's process id
     */
    public record Result(int attempt, long process) {}

    @Override
    public String type() {
        return "chaos";
    }

    @Override
    public String description() {
        return "Writes down each attempt, and fails in every way it is asked to.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload(1, 20, 0, 0);
    }

    @Override
    public JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD.withTicketSize(JOBS_A_TICKET).withTimeout(Duration.ofMinutes(10));
    }

    @Override
    public JobOutcome<Result> run(Payload payload, JobContext context) {
        ledger.append("start", context.jobId(), context.attempt());
        if (context.attempt() <= payload.haltTimes()) {
            ledger.append("end", context.jobId(), context.attempt(), "halted");
            Runtime.getRuntime().halt(137);
        }
        String how = "interrupted";
        try {
            Thread.sleep(payload.sleepMs());
            how = context.attempt() <= payload.failTimes() ? "failed" : "succeeded";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        ledger.append("end", context.jobId(), context.attempt(), how);
        return how.equals("succeeded")
                ? JobOutcome.succeed(
                        new Result(context.attempt(), ProcessHandle.current().pid()))
                : JobOutcome.fail("AskedToFail", how);
    }
}
