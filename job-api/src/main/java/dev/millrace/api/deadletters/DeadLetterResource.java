package dev.millrace.api.deadletters;

import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.jobs.JobSteering;
import dev.millrace.api.jobs.JobView;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Role;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.store.JobReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Dead letters: retried, given up. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
public class DeadLetterResource {
    private final JobReader reader;
    private final JobSteering steering;

    public DeadLetterResource(JobReader reader, JobSteering steering) {
        this.reader = reader;
        this.steering = steering;
    }

    @POST
    @RolesAllowed(Role.OPERATOR_NAME)
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryDeadLetter",
            summary = "Run a dead job again",
            description = "Same id, history kept, retry budget renewed.")
    @APIResponse(
            responseCode = "200",
            description = "The job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> retry(@PathParam("id") String id) {
        return ask(steering::retry, "retried as a dead letter", id);
    }

    @DELETE
    @RolesAllowed(Role.OPERATOR_NAME)
    @Path("/{id}")
    @Operation(operationId = "discardDeadLetter", summary = "Give a dead job up")
    @APIResponse(
            responseCode = "200",
            description = "The job, discarded",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> discard(@PathParam("id") String id) {
        return ask(steering::discard, "discarded", id);
    }

    private Uni<Response> ask(Function<UUID, Uni<Response>> action, String participle, String id) {
        return JobIdText.parse(id)
                .map(jobId -> reader.find(jobId).chain(found -> {
                    if (found.isPresent() && found.get().status() != JobStatus.DEAD) {
                        return Uni.createFrom()
                                .item(Problem.statusForbids(found.get().status(), participle)
                                        .toResponse());
                    }
                    return action.apply(jobId);
                }))
                .orElseGet(() -> Uni.createFrom().item(Problem.noJob(id).toResponse()));
    }
}
