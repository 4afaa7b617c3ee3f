package dev.millrace.api.jobtypes;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.millrace.api.jobs.JobView.RetryView;
import dev.millrace.core.store.JobTypeCard;
import dev.millrace.core.store.WorkerState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A kind of job that some worker has registered. */
@Schema(name = "JobType")
@RegisterForReflection
public record JobTypeView(
        @Schema(examples = "send_email") String name,
        @Schema(examples = "Sends an e-mail.") String description,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, description = "JSON Schema 2020-12 of the payload")
        String schema,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, description = "A payload that the schema allows")
        String example,

        DefaultsView defaults,

        @Schema(description = "Workers that run it and take jobs; 0 means that its jobs wait")
        long activeWorkers,

        @Schema(description = "The queues that these workers serve")
        List<String> queues) {
    private static final Set<String> TAKING_JOBS = Set.of("healthy", "late");

    public JobTypeView {
        queues = List.copyOf(queues);
    }

    static JobTypeView of(JobTypeCard card, List<WorkerState> all) {
        List<WorkerState> workers = all.stream()
                .filter(worker -> TAKING_JOBS.contains(worker.state())
                        && worker.card().jobTypes().contains(card.name()))
                .toList();
        return new JobTypeView(
                card.name(),
                card.description(),
                card.payloadSchema(),
                card.example(),
                new DefaultsView(
                        card.maxRetries(),
                        RetryView.of(card.retry()),
                        card.timeout().toSeconds(),
                        card.queue()),
                workers.size(),
                workers.stream()
                        .flatMap(worker -> worker.card().queues().stream())
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** What a job of this type gets when its submission does not say. */
    @Schema(name = "JobTypeDefaults")
    @RegisterForReflection
    public record DefaultsView(int maxRetries, RetryView retry, long timeoutSeconds, String queue) {}
}
