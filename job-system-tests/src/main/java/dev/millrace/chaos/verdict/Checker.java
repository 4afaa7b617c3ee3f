package dev.millrace.chaos.verdict;

/** Holds both ledgers against the database. */
public final class Checker {
    private Checker() {}

    public static Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        new JobChecks(evidence, findings).run();
        new ExecutionChecks(evidence, findings).run();
        new ScheduleChecks(evidence, findings).run();
        new RecoveryChecks(evidence, findings).run();
        new AnswerChecks(evidence, findings).run();
        return findings.verdict();
    }
}
