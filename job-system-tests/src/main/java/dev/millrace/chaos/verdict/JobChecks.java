package dev.millrace.chaos.verdict;

import dev.millrace.chaos.load.PlannedJob;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** I1 and I2: every accepted job ends, once, as the attempt says that earned it. */
final class JobChecks {
    // A job that was in the hands of this many lost workers in a row is taken for poison.
    private static final int CRASHES_OF_POISON = 3;

    private final Evidence evidence;
    private final Findings findings;

    JobChecks(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void run() {
        Map<UUID, PlannedJob> planned = evidence.planned();
        planned.keySet().forEach(id -> {
            if (!evidence.stored().jobs().containsKey(id)) {
                findings.broken(Invariant.I1, "job %s was accepted and is nowhere", id);
            }
        });
        Map<String, Integer> ends = new TreeMap<>();
        for (StoredJob job : evidence.stored().jobs().values()) {
            ends.merge(job.status(), 1, Integer::sum);
            if (!job.isFinal()) {
                findings.broken(Invariant.I1, "job %s (number %d) is still %s", job.id(), job.number(), job.status());
            }
            if (job.copies() > 1) {
                findings.broken(Invariant.I2, "job %s stands in %d rows", job.id(), job.copies());
            }
            checkTheEnd(job, planned.get(job.id()));
        }
        findings.checked(Invariant.I1, "%d accepted, %s", planned.size(), ends);
        findings.checked(Invariant.I2, "%d ends", evidence.stored().jobs().size());
    }

    private void checkTheEnd(StoredJob job, PlannedJob planned) {
        switch (job.status()) {
            case "completed" -> checkThatItSucceeded(job, planned);
            case "dead" -> checkThatItHadToDie(job, planned);
            case "canceled" -> {
                if (planned == null || !planned.cancel()) {
                    findings.broken(Invariant.I2, "job %s was canceled, and nobody asked for that", job.id());
                }
            }
            case "discarded" ->
                findings.broken(Invariant.I2, "job %s was discarded, and nobody asked for that", job.id());
            default -> job.isFinal();
        }
    }

    private void checkThatItSucceeded(StoredJob job, PlannedJob planned) {
        if (job.resultAttempt() != job.attempt()) {
            findings.broken(
                    Invariant.I2,
                    "job %s was ended by its stale attempt %d while attempt %d held the fence",
                    job.id(),
                    job.resultAttempt(),
                    job.attempt());
        }
        boolean didIt = evidence.handlers().of(job.id()).stream()
                .anyMatch(execution -> execution.attempt() == job.resultAttempt()
                        && execution.process() == job.resultProcess()
                        && execution.how().equals("succeeded"));
        if (!didIt) {
            findings.broken(
                    Invariant.I2,
                    "job %s is completed by attempt %d of process %d, which never said so",
                    job.id(),
                    job.resultAttempt(),
                    job.resultProcess());
        }
        if (evidence.stored().attemptsOf(job.id()).stream()
                .anyMatch(attempt ->
                        attempt.attempt() == job.attempt() && !attempt.outcome().equals("completed"))) {
            findings.broken(Invariant.I2, "attempt %d of job %s ended twice", job.attempt(), job.id());
        }
        if (planned != null && planned.isToDie()) {
            findings.broken(Invariant.I2, "job %s is completed, but its handler only ever fails", job.id());
        }
    }

    private void checkThatItHadToDie(StoredJob job, PlannedJob planned) {
        long crashes = evidence.stored().attemptsOf(job.id()).stream()
                .filter(attempt -> attempt.outcome().equals("lost"))
                .count();
        if (crashes < CRASHES_OF_POISON && (planned == null || !planned.isToDie())) {
            findings.broken(Invariant.I2, "job %s is dead for no reason: %d crashes", job.id(), crashes);
        }
    }
}
