package dev.millrace.core.messaging;

/** How a message that was under way ended; finer than {@link PublishOutcome}, for the counters. */
enum PublishResult {
    CONFIRMED(PublishOutcome.CONFIRMED),
    RETURNED(PublishOutcome.NOT_PUBLISHED),
    REJECTED(PublishOutcome.NOT_PUBLISHED),
    TIMED_OUT(PublishOutcome.NOT_PUBLISHED),
    LOST(PublishOutcome.NOT_PUBLISHED);

    private final PublishOutcome outcome;

    PublishResult(PublishOutcome outcome) {
        this.outcome = outcome;
    }

    PublishOutcome outcome() {
        return outcome;
    }
}
