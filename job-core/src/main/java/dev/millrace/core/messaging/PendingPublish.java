package dev.millrace.core.messaging;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** One message under way. Whoever ends it first decides how it ended: confirm, return, loss and timeout race for it. */
final class PendingPublish {
    private final Route route;
    private final byte[] body;
    private final long deadlineNanos;
    private final CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean triedAgain = new AtomicBoolean();

    PendingPublish(Route route, byte[] body, long deadlineNanos) {
        this.route = route;
        this.body = body;
        this.deadlineNanos = deadlineNanos;
    }

    Route route() {
        return route;
    }

    byte[] body() {
        return body;
    }

    /** What the publisher's caller holds; nobody outside can complete it. */
    CompletionStage<PublishOutcome> stage() {
        return outcome.minimalCompletionStage();
    }

    boolean hasExpired(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    boolean hasEnded() {
        return ended.get();
    }

    /** True for exactly one caller, who then completes it. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    /** True once: a returned message is published again one time, after its queue has been declared again. */
    boolean mayTryAgain() {
        return triedAgain.compareAndSet(false, true);
    }

    void complete(PublishResult result) {
        outcome.complete(result.outcome());
    }
}
