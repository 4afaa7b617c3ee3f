package dev.millrace.chaos.verdict;

import dev.millrace.chaos.fault.FaultRecord;
import dev.millrace.chaos.fault.FaultRow;
import dev.millrace.chaos.process.Life;
import dev.millrace.chaos.process.Service;
import dev.millrace.core.store.WorkerRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** I6: how soon all is well again, and at what cost. */
final class RecoveryChecks {
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final Duration ELSEWHERE = Duration.ofSeconds(45);

    private final Evidence evidence;
    private final Findings findings;

    RecoveryChecks(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void run() {
        if (evidence.drained() == null) {
            findings.broken(Invariant.I6, "not drained at all");
        } else {
            if (evidence.drained().compareTo(DRAIN) > 0) {
                findings.broken(
                        Invariant.I6,
                        "drained only after %d s",
                        evidence.drained().toSeconds());
            }
            findings.checked(
                    Invariant.I6, "drained after %d s", evidence.drained().toSeconds());
        }
        if (evidence.stored().outbox() > 0) {
            findings.broken(
                    Invariant.I6,
                    "%d tickets still wait in the outbox",
                    evidence.stored().outbox());
        }
        checkCrashes();
        checkPublishes();
    }

    private void checkCrashes() {
        Map<Long, Life> crashed = evidence.lives().stream()
                .filter(life -> life.service() == Service.WORKER && life.crashed())
                .collect(Collectors.toMap(Life::processId, life -> life, (one, other) -> one));
        long slowest = 0;
        int timed = 0;
        int forgotten = 0;
        for (List<Execution> executions : evidence.handlers().all().values()) {
            for (int i = 0; i + 1 < executions.size(); i++) {
                Execution lost = executions.get(i);
                Life life = crashed.get(lost.process());
                if (life == null || (lost.ended() && !lost.how().equals("halted"))) {
                    continue;
                }
                long again = executions.get(i + 1).startedAt();
                if (isForgotten(life.endedAt(), again)) {
                    forgotten++;
                    continue;
                }
                timed++;
                long waited = again - life.endedAt();
                long excused = excused(life.endedAt(), again);
                slowest = Math.max(slowest, waited);
                if (waited - excused > ELSEWHERE.toNanos()) {
                    findings.broken(
                            Invariant.I6,
                            "job %s ran again only %d s after its worker was gone",
                            lost.job(),
                            waited / 1_000_000_000);
                }
            }
        }
        findings.checked(
                Invariant.I6,
                "%d workers crashed, %d of their jobs elsewhere within %d s, faults included; %d forgotten by the broker meanwhile",
                crashed.size(),
                timed,
                slowest / 1_000_000_000,
                forgotten);
    }

    /** Whether the ticket of the rescue may have been lost: then the reconciler announces the job, and has until all is drained. */
    private boolean isForgotten(long from, long to) {
        return evidence.faults().stream()
                .anyMatch(fault ->
                        fault.fault().kind().row() == FaultRow.THE_BROKER_FORGETS && fault.isBetween(from, to));
    }

    /** For how long other faults, and the lease that the rescuer looks on after PostgreSQL was away, kept the rescue from happening. */
    private long excused(long from, long to) {
        long sum = 0;
        long until = from;
        for (FaultRecord fault : evidence.faults().stream()
                .sorted(Comparator.comparingLong(FaultRecord::beganAt))
                .toList()) {
            if (fault.fault().kind().row() == FaultRow.POISON) {
                continue;
            }
            long begin = Math.max(until, fault.beganAt());
            long end = Math.min(to, fault.healedAt() + (hidesPostgresql(fault) ? WorkerRegistry.LEASE.toNanos() : 0));
            if (end > begin) {
                sum += end - begin;
                until = end;
            }
        }
        return sum;
    }

    private static boolean hidesPostgresql(FaultRecord fault) {
        return switch (fault.fault().kind()) {
            case TERMINATE_SESSIONS, CRASH_POSTGRESQL, POSTGRESQL_DISK_FULL -> true;
            default -> false;
        };
    }

    private void checkPublishes() {
        int most = 0;
        for (StoredJob job : evidence.stored().jobs().values()) {
            int publishes = evidence.publishes().applyAsInt(job.id());
            int allowed = job.attempt() + evidence.faults().size() + 1;
            most = Math.max(most, publishes);
            if (publishes > allowed) {
                findings.broken(
                        Invariant.I6, "job %s was published %d times, %d would do", job.id(), publishes, allowed);
            }
        }
        findings.checked(Invariant.I6, "at most %d tickets a job", most);
    }
}
