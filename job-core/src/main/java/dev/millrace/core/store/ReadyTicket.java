package dev.millrace.core.store;

import dev.millrace.core.messaging.Lane;
import java.util.List;
import java.util.UUID;

/**
 * Jobs of one lane that are ready and whose outbox row is committed, but which are perhaps not announced yet.
 *
 * @param outboxId the outbox row to delete once the broker has confirmed the ticket
 */
public record ReadyTicket(UUID outboxId, Lane lane, List<UUID> jobIds) {
    public ReadyTicket {
        jobIds = List.copyOf(jobIds);
    }
}
