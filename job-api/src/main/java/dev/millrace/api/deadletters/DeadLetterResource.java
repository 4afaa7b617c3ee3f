package dev.millrace.api.deadletters;

import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.jobs.JobListQuery;
import dev.millrace.api.jobs.JobListResource;
import dev.millrace.api.jobs.JobSteering;
import dev.millrace.api.jobs.JobView;
import dev.millrace.api.problem.Problem;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.listing.JobPages;
import dev.millrace.core.store.JobReader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Dead letters: seen, retried, given up. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
public class DeadLetterResource {
    private final JobPages pages;
    private final JobReader reader;
    private final JobSteering steering;

    public DeadLetterResource(JobPages pages, JobReader reader, JobSteering steering) {
        this.pages = pages;
        this.reader = reader;
        this.steering = steering;
    }

    @GET
    @Operation(operationId = "listDeadLetters", summary = "List dead letters, the latest to die first")
    @Parameter(name = "job_type", in = ParameterIn.QUERY, description = "One or more job types, separated by commas")
    @Parameter(name = "queue", in = ParameterIn.QUERY, description = "One or more queues, separated by commas")
    @Parameter(name = "priority", in = ParameterIn.QUERY, description = "One or more priorities, separated by commas")
    @Parameter(
            name = "tag",
            in = ParameterIn.QUERY,
            description = "One or more tags, separated by commas; one must match")
    @Parameter(name = "created_after", in = ParameterIn.QUERY, description = "Jobs made at or after this time")
    @Parameter(name = "created_before", in = ParameterIn.QUERY, description = "Jobs made before this time")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before, with the same filters")
    @APIResponse(
            responseCode = "200",
            description = "A page of dead jobs",
            content = @Content(schema = @Schema(ref = "JobPage")))
    public Uni<Response> list(@Context UriInfo uri) {
        return JobListQuery.ofDeadLetters(uri.getQueryParameters())
                .fold(
                        query -> pages.deadLetters(query.filter(), query.after(), query.limit())
                                .map(page -> JobListResource.answer(query, page)),
                        problem -> Uni.createFrom().item(problem.toResponse()));
    }

    @POST
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
