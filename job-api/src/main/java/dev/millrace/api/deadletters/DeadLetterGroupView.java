package dev.millrace.api.deadletters;

import dev.millrace.core.listing.DeadLetterGroup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Dead letters that died of the same. */
@Schema(name = "DeadLetterGroup", description = "Dead letters that died of the same")
@RegisterForReflection
public record DeadLetterGroupView(
        @Schema(description = "Filters lists of jobs and dead letters", examples = "24cc6a0a30d4b755")
        String fingerprint,

        @Schema(description = "At most 10,000", examples = "412")
        int count,

        @Schema(description = "Whether there are more than were counted", examples = "false")
        boolean countCapped,

        @Schema(description = "When the first of them died") Instant firstSeenAt,
        @Schema(description = "When the last of them died") Instant lastSeenAt,
        @Schema(examples = "send_email") String jobType,
        @Schema(examples = "SmtpFailure") String errorType,

        @Schema(
                description =
                        "What the latest said, cut to 500 characters; those of the others differ in particulars only",
                examples = "mailbox 17 is full")
        String errorMessage,

        @Schema(description = "The latest") UUID sampleJobId,
        HistogramView histogram) {
    static DeadLetterGroupView of(DeadLetterGroup group) {
        return new DeadLetterGroupView(
                group.fingerprint(),
                group.count(),
                group.isCapped(),
                group.firstSeenAt(),
                group.lastSeenAt(),
                group.jobType(),
                group.errorType(),
                group.errorMessage(),
                group.sampleId(),
                new HistogramView(group.deathsSince(), SECONDS_AN_HOUR, group.deathsByHour()));
    }

    private static final int SECONDS_AN_HOUR = 3_600;

    /** When the dead letters of a group died. */
    @Schema(
            name = "DeathHistogram",
            description = "How many of those counted died in each of the last 24 hours, the present hour last")
    @RegisterForReflection
    public record HistogramView(
            @Schema(description = "When the first step begins")
            Instant since,

            @Schema(examples = "3600") int stepSeconds,
            List<Integer> counts) {
        public HistogramView {
            counts = List.copyOf(counts);
        }
    }
}
