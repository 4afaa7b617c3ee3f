package dev.millrace.core.store;

import dev.millrace.core.messaging.Lane;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

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
        Map<UUID, List<AcceptedJob>> byTicket = accepted.stream()
                .filter(job -> job.ticketId() != null)
                .collect(Collectors.groupingBy(AcceptedJob::ticketId, LinkedHashMap::new, Collectors.toList()));
        return byTicket.entrySet().stream()
                .map(entry -> new ReadyTicket(
                        entry.getKey(),
                        entry.getValue().getFirst().lane(),
                        entry.getValue().stream()
                                .map(job -> job.submitted().id())
                                .toList()))
                .toList();
    }
}
