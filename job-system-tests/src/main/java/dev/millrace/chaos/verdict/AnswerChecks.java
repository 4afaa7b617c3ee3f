package dev.millrace.chaos.verdict;

import dev.millrace.chaos.load.PlannedRequest;
import java.util.HashMap;
import java.util.Map;

/** I7 and I8: what the API told its clients. */
final class AnswerChecks {
    private final Evidence evidence;
    private final Findings findings;

    AnswerChecks(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void run() {
        evidence.client().answers().forEach((key, answers) -> {
            if (answers.size() > 1) {
                findings.broken(Invariant.I7, "key %s was answered with different jobs: %s", key, answers);
            }
        });
        Map<Long, Integer> byNumber = new HashMap<>();
        evidence.stored().jobs().values().stream()
                .filter(job -> job.number() > 0)
                .forEach(job -> byNumber.merge(job.number(), 1, Integer::sum));
        byNumber.forEach((number, count) -> {
            if (count > 1) {
                findings.broken(Invariant.I7, "job number %d, submitted with one key, exists %d times", number, count);
            }
        });
        for (PlannedRequest request : evidence.requests()) {
            if (evidence.client().wasInvoked(request.key())
                    && evidence.client().jobsOf(request.key()).isEmpty()) {
                findings.broken(Invariant.I6, "request %s was never answered for good", request.key());
            }
        }
        evidence.client().wrong().forEach(answer -> findings.broken(Invariant.I8, "%s", answer));
        findings.checked(Invariant.I7, "%d keys", evidence.client().answers().size());
        findings.checked(
                Invariant.I8,
                "%d answers unknown, %d refused for now",
                evidence.client().unknown(),
                evidence.client().refused());
    }
}
