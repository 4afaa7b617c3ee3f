package dev.millrace.worker.execution;

import dev.millrace.core.store.WorkerRegistry;

/**
 * Whether this worker may still count on its jobs. Its age runs from when the last answered heartbeat was sent, so that this
 * worker always gives up before the rescuer takes.
 */
final class Lease {
    private final Ticker ticker;
    private volatile long renewedAt;
    private volatile boolean granted;

    Lease(Ticker ticker) {
        this.ticker = ticker;
    }

    /** @param sentAt when the heartbeat was sent that has now been answered */
    void renew(long sentAt) {
        renewedAt = sentAt;
        granted = true;
    }

    boolean isHeld() {
        return granted && ticker.since(renewedAt).compareTo(WorkerRegistry.SELF_FENCE) < 0;
    }

    /** Whether it was held once; a worker that is only starting has nothing to lose. */
    boolean wasGranted() {
        return granted;
    }
}
