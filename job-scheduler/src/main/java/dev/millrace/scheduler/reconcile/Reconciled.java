package dev.millrace.scheduler.reconcile;

import dev.millrace.scheduler.duty.Work;

/**
 * How many jobs a round announced again.
 *
 * @param ofEmptyLanes because there was no ticket of their lane anywhere
 * @param overtaken because jobs were claimed whose tickets had come later
 */
public record Reconciled(int ofEmptyLanes, int overtaken) implements Work {
    static final Reconciled NOTHING = new Reconciled(0, 0);

    @Override
    public int items() {
        return ofEmptyLanes + overtaken;
    }

    Reconciled plus(Reconciled more) {
        return new Reconciled(ofEmptyLanes + more.ofEmptyLanes, overtaken + more.overtaken);
    }
}
