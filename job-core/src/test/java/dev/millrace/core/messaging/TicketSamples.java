package dev.millrace.core.messaging;

import dev.millrace.core.job.Priority;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Tickets and waits that the messaging tests share. */
final class TicketSamples {
    static final Lane HIGH = new Lane("default", Priority.HIGH);
    static final Lane LOW = new Lane("default", Priority.LOW);
    static final Duration PATIENCE = Duration.ofSeconds(40);

    private TicketSamples() {}

    /** A ticket for one job; equal numbers give equal tickets. */
    static JobTicket ticket(int number) {
        return new JobTicket(List.of(new UUID(0, number)));
    }

    static PublishOutcome outcome(CompletionStage<PublishOutcome> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
    }
}
