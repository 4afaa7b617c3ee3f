package dev.millrace.api.jobtypes;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.millrace.api.jobs.JobView.RetryView;
import dev.millrace.core.store.JobTypeCard;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A kind of job that some worker has registered. */
@Schema(name = "JobType")
public record JobTypeView(
        @Schema(examples = "send_email") String name,
        @Schema(examples = "Sends an e-mail.") String description,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, description = "JSON Schema 2020-12 of the payload")
        String schema,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, description = "A payload that the schema allows")
        String example,

        DefaultsView defaults) {
    static JobTypeView of(JobTypeCard card) {
        return new JobTypeView(
                card.name(),
                card.description(),
                card.payloadSchema(),
                card.example(),
                new DefaultsView(
                        card.maxRetries(),
                        RetryView.of(card.retry()),
                        card.timeout().toSeconds()));
    }

    /** What a job of this type gets when its submission does not say. */
    @Schema(name = "JobTypeDefaults")
    public record DefaultsView(int maxRetries, RetryView retry, long timeoutSeconds) {}
}
