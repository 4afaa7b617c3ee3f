package dev.millrace.chaos.verdict;

import dev.millrace.chaos.fault.FaultRecord;
import dev.millrace.chaos.load.PlannedJob;
import dev.millrace.chaos.load.PlannedRequest;
import dev.millrace.chaos.process.Life;
import dev.millrace.chaos.process.Service;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** I3 and I5: what the handlers did, and when. */
final class ExecutionChecks {
    private static final long SLACK = Duration.ofSeconds(1).toNanos();

    private final Evidence evidence;
    private final Findings findings;

    ExecutionChecks(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void run() {
        long repeated = 0;
        for (Map.Entry<UUID, List<Execution>> job : evidence.handlers().all().entrySet()) {
            repeated += countRepetitions(job.getKey(), job.getValue());
            checkRetriesWait(job.getKey(), job.getValue());
        }
        long inFlight =
                evidence.faults().stream().mapToLong(this::inFlightDuring).sum();
        if (repeated > inFlight) {
            findings.broken(
                    Invariant.I3,
                    "%d executions were repeated, but only %d were in flight at faults",
                    repeated,
                    inFlight);
        }
        findings.checked(
                Invariant.I3, "%d executions, %d repeated", evidence.handlers().count(), repeated);
        checkDeploys();
        checkDelays();
        checkCancels();
    }

    private int countRepetitions(UUID job, List<Execution> executions) {
        Set<Integer> attempts = new HashSet<>();
        for (Execution execution : executions) {
            if (!attempts.add(execution.attempt())) {
                findings.broken(Invariant.I3, "attempt %d of job %s was executed twice", execution.attempt(), job);
            }
        }
        int failures = (int) executions.stream()
                .filter(execution -> execution.how().equals("failed"))
                .count();
        long rescues = evidence.stored().attemptsOf(job).stream()
                .filter(StoredAttempt::isRescue)
                .count();
        long storedFailures = evidence.stored().attemptsOf(job).stream()
                .filter(StoredAttempt::isFailure)
                .count();
        if (executions.size() > 1 + Math.max(failures, storedFailures) + rescues) {
            findings.broken(
                    Invariant.I3,
                    "job %s was executed %d times, with %d failures and %d rescues",
                    job,
                    executions.size(),
                    failures,
                    rescues);
        }
        return Math.max(0, executions.size() - 1 - failures);
    }

    private long inFlightDuring(FaultRecord fault) {
        return evidence.handlers().all().values().stream()
                .flatMap(List::stream)
                .filter(execution -> execution.startedAt() < fault.healedAt()
                        && (!execution.ended() || execution.endedAt() > fault.beganAt()))
                .count();
    }

    /** Who is asked to end in order finishes what it has begun, and nobody begins it again. */
    private void checkDeploys() {
        Map<Long, Life> inOrder = evidence.lives().stream()
                .filter(life -> life.service() == Service.WORKER && life.endedInOrder())
                .collect(Collectors.toMap(Life::processId, life -> life, (one, other) -> one));
        int drained = 0;
        for (List<Execution> executions : evidence.handlers().all().values()) {
            for (int i = 0; i < executions.size(); i++) {
                Execution execution = executions.get(i);
                Life life = inOrder.get(execution.process());
                boolean wasInHand = life != null && (!execution.ended() || execution.endedAt() > life.askedToEndAt());
                if (!wasInHand) {
                    continue;
                }
                drained++;
                boolean again = i + 1 < executions.size() && !execution.how().equals("failed");
                if (again) {
                    findings.broken(
                            Invariant.I3,
                            "job %s was in the hands of %s when that was asked to end, and was executed again",
                            execution.job(),
                            life.name());
                }
            }
        }
        findings.checked(Invariant.I3, "%d in hand at SIGTERM", drained);
    }

    private void checkRetriesWait(UUID job, List<Execution> executions) {
        for (int i = 0; i + 1 < executions.size(); i++) {
            Execution execution = executions.get(i);
            long earliest = execution.endedAt()
                    + Duration.ofSeconds(PlannedJob.retryBaseSeconds()).toNanos()
                    - SLACK;
            if (execution.how().equals("failed") && executions.get(i + 1).startedAt() < earliest) {
                findings.broken(Invariant.I5, "job %s was tried again too early", job);
            }
        }
    }

    private void checkDelays() {
        int delayed = 0;
        for (PlannedRequest request : evidence.requests()) {
            List<UUID> ids = evidence.client().jobsOf(request.key());
            for (int i = 0; i < ids.size(); i++) {
                int delay = request.jobs().get(i).delaySeconds();
                List<Execution> executions = evidence.handlers().of(ids.get(i));
                if (delay == 0 || executions.isEmpty()) {
                    continue;
                }
                delayed++;
                long early = evidence.client().firstInvoked(request.key())
                        + Duration.ofSeconds(delay).toNanos()
                        - executions.getFirst().startedAt();
                if (early > SLACK) {
                    findings.broken(Invariant.I5, "job %s began %d ms before its time", ids.get(i), early / 1_000_000);
                }
            }
        }
        findings.checked(Invariant.I5, "%d delayed", delayed);
    }

    private void checkCancels() {
        evidence.client().canceled().forEach((job, cancel) -> evidence.handlers().of(job).stream()
                .filter(execution -> execution.startedAt() > cancel.at())
                .skip(cancel.executionsAllowed())
                .forEach(execution -> findings.broken(
                        Invariant.I5, "attempt %d of job %s began after its cancel", execution.attempt(), job)));
        findings.checked(
                Invariant.I5, "%d canceled", evidence.client().canceled().size());
    }
}
