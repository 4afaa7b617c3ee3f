package dev.millrace.chaos.verdict;

/** What must hold after everything that went wrong has been put right. */
public enum Invariant {
    I1("every accepted job reaches a final status: none lost"),
    I2("each end is recorded once, by the attempt that earned it: no stale end"),
    I3("executions of a job <= 1 + failures + rescues; none repeated without a fault"),
    I4("each tick of a schedule fires exactly once"),
    I5("nothing starts before its time, nothing after a confirmed cancel"),
    I6("drained within 60 s of healing; lost jobs run elsewhere in 45 s; no storm of tickets"),
    I7("one idempotency key makes at most one job"),
    I8("no answer but 2xx, or 503 and 429 with Retry-After");

    private final String words;

    Invariant(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
