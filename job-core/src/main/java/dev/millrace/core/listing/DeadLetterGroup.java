package dev.millrace.core.listing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Dead letters that died of the same.
 *
 * @param count how many, counted no further than {@link JobPages#COUNTED_AT_MOST}
 * @param isCapped whether there are more
 * @param jobType of the latest
 * @param errorType of the latest
 * @param errorMessage of the latest, cut to a sound size
 * @param sampleId the latest
 * @param deathsSince when the first of {@code deathsByHour} begins
 * @param deathsByHour of those counted, how many died in each of the last 24 hours, the present one last
 */
public record DeadLetterGroup(
        String fingerprint,
        int count,
        boolean isCapped,
        Instant firstSeenAt,
        Instant lastSeenAt,
        String jobType,
        String errorType,
        String errorMessage,
        UUID sampleId,
        Instant deathsSince,
        List<Integer> deathsByHour) {
    public DeadLetterGroup {
        deathsByHour = List.copyOf(deathsByHour);
    }

    /** A page of groups; {@code next} is where it ends, when more follow, otherwise null. */
    public record Page(List<DeadLetterGroup> groups, ListPosition next) {
        public Page {
            groups = List.copyOf(groups);
        }
    }
}
