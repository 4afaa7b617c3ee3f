package dev.millrace.scheduler.rescue;

import dev.millrace.scheduler.duty.Work;

/**
 * What a round of rescuing did. Jobs that were fenced off, because their end was recorded meanwhile, are in no number.
 *
 * @param released made ready for another worker
 * @param buried dead, because they took too many workers with them
 * @param canceled ended, because they were flagged for cancel
 */
public record Rescued(int released, int buried, int canceled) implements Work {
    static final Rescued NOTHING = new Rescued(0, 0, 0);

    @Override
    public int items() {
        return released + buried + canceled;
    }

    Rescued plus(Rescued more) {
        return new Rescued(released + more.released, buried + more.buried, canceled + more.canceled);
    }
}
