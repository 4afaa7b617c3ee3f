package dev.millrace.core.store;

import dev.millrace.core.messaging.Lane;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The tickets that announce these jobs; those that are scheduled have none. */
    public static List<ReadyTicket> announcing(Collection<AcceptedJob> accepted) {
        Map<UUID, ReadyTicket> tickets = new LinkedHashMap<>();
        for (AcceptedJob job : accepted) {
            if (job.ticket() != null) {
                tickets.put(job.ticketId(), job.ticket());
            }
        }
        return List.copyOf(tickets.values());
    }
}
