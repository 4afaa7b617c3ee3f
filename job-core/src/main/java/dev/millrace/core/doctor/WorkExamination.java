package dev.millrace.core.doctor;

import dev.millrace.core.store.Database;
import dev.millrace.core.store.WorkerRegistry;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Looks at whether work flows: what should have been done and was not, and what nobody is there to do. */
public final class WorkExamination implements Examination {
    static final int MOST_LOOKED_AT = 10_000;

    /** Longer than any duty of job-scheduler takes in a system that fares well. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private static final String ASK_SCHEDULER = "see that a job-scheduler runs, and its log";

    private final Database database;

    public WorkExamination(Database database) {
        this.database = database;
    }

    @Override
    public String subject() {
        return "Work";
    }

    @Override
    public List<Finding> look() {
        WorkState state;
        try {
            state = read();
        } catch (RuntimeException failure) {
            return List.of(new Finding.Bad(
                    "it cannot be looked at: " + Reason.of(failure),
                    "mend what is said of PostgreSQL and the schema first"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(inTime(
                state.ticketOverdue(), "tickets", "published", ASK_SCHEDULER + ", and that RabbitMQ takes messages"));
        findings.add(inTime(state.jobOverdue(), "jobs whose time has come", "made ready", ASK_SCHEDULER));
        findings.add(inTime(state.scheduleOverdue(), "schedules", "fired", ASK_SCHEDULER));
        findings.add(
                state.forgottenWorkers() == 0
                        ? new Finding.Good("no lost worker holds jobs")
                        : new Finding.Bad(state.forgottenWorkers() + " lost workers still hold jobs", ASK_SCHEDULER));
        findings.add(workers(state));
        if (!state.unservedQueues().isEmpty()) {
            findings.add(new Finding.Bad(
                    "jobs wait in queues that no worker serves: " + String.join(", ", state.unservedQueues()),
                    "start a worker with MILLRACE_WORKER_QUEUES naming them"));
        }
        if (!state.unservedTypes().isEmpty()) {
            findings.add(new Finding.Bad(
                    "jobs wait whose type no worker can run: " + String.join(", ", state.unservedTypes()),
                    "start a worker that has their handlers"));
        }
        if (!state.pausedQueues().isEmpty()) {
            findings.add(new Finding.Doubtful(
                    "jobs wait in paused queues: " + String.join(", ", state.pausedQueues()),
                    "resume them, when that is what you want"));
        }
        if (state.deadLetters() > 0) {
            findings.add(new Finding.Doubtful(
                    (state.deadLetters() >= MOST_LOOKED_AT ? MOST_LOOKED_AT + " or more" : state.deadLetters())
                            + " dead letters",
                    "look at their groups: what they have in common is the fault to mend"));
        }
        return List.copyOf(findings);
    }

    /** Fails when PostgreSQL cannot be asked, or has no schema of Millrace's. */
    WorkState read() {
        return WorkState.of(
                database.run("examine_work", Tuple.of((double) WorkerRegistry.LEASE.toSeconds(), MOST_LOOKED_AT))
                        .await()
                        .indefinitely()
                        .iterator()
                        .next());
    }

    private static Finding inTime(OptionalDouble overdue, String what, String done, String advice) {
        return overdue.isPresent() && overdue.getAsDouble() > LATE.toSeconds()
                ? new Finding.Bad(
                        what + " have waited to be " + done + " for " + Math.round(overdue.getAsDouble()) + " s",
                        advice)
                : new Finding.Good(what + " are " + done + " in time");
    }

    private static Finding workers(WorkState state) {
        if (state.workers() > 0) {
            return new Finding.Good(state.workers() + (state.workers() == 1 ? " worker lives" : " workers live"));
        }
        return state.waitingQueues().isEmpty()
                ? new Finding.Doubtful("no worker lives", "start job-worker")
                : new Finding.Bad("no worker lives, and jobs wait", "start job-worker; see its log when it has ended");
    }
}
