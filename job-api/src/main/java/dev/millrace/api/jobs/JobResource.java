package dev.millrace.api.jobs;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Role;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.store.JobReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One job: how it stands, how it went, and what may be asked of it. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobResource {
    private final JobReader reader;
    private final JobSteering steering;
    private final SettledWatch watch;

    public JobResource(JobReader reader, JobSteering steering, SettledWatch watch) {
        this.reader = reader;
        this.steering = steering;
        this.watch = watch;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Path("/{id}")
    @Operation(
            operationId = "getJob",
            summary = "Show one job",
            description =
                    "With Prefer: wait=N (N at most 30) the answer comes as soon as the job is final or dead, or after"
                            + " N seconds with its present state.")
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "wait=N, N at most 30 seconds",
            example = "wait=10")
    @APIResponse(
            responseCode = "200",
            description = "The job",
            headers = @Header(name = "Preference-Applied", description = "The wait, when it was asked for and applied"),
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> get(@PathParam("id") String id, @Context HttpHeaders headers) {
        List<String> preferences = headers.getRequestHeader(WaitPreference.HEADER);
        Optional<WaitPreference> wait = preferences == null ? Optional.empty() : WaitPreference.parse(preferences);
        return known(id, jobId -> reader.find(jobId)
                .chain(found -> found.isPresent() && wait.isPresent()
                        ? waited(found.get(), wait.get())
                        : Uni.createFrom().item(answer(id, found))));
    }

    @POST
    @RolesAllowed(Role.OPERATOR_NAME)
    @Path("/{id}/cancel")
    @Operation(
            operationId = "cancelJob",
            summary = "Cancel a job",
            description = "A job that waits is canceled at once. A running one shows cancel_requested; its handler is"
                    + " interrupted, and the job is canceled unless it completes first.")
    @APIResponse(
            responseCode = "200",
            description = "The job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> cancel(@PathParam("id") String id) {
        return known(id, steering::cancel);
    }

    @POST
    @RolesAllowed(Role.OPERATOR_NAME)
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryJob",
            summary = "Run a dead job again, or a retrying one at once",
            description = "Same id, history kept, retry budget renewed.")
    @APIResponse(
            responseCode = "200",
            description = "The job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> retry(@PathParam("id") String id) {
        return known(id, steering::retry);
    }

    private Uni<Response> waited(Job job, WaitPreference wait) {
        if (isSettled(job)) {
            return Uni.createFrom().item(applied(Optional.of(job), wait, job.id()));
        }
        if (!watch.hasRoom()) {
            return Uni.createFrom().item(answer(job.id().toString(), Optional.of(job)));
        }
        return watch.settled(job.id(), wait.duration())
                .chain(settled -> reader.find(job.id()))
                .map(found -> applied(found, wait, job.id()));
    }

    private static boolean isSettled(Job job) {
        return job.status().isFinal() || job.status() == JobStatus.DEAD;
    }

    private static Response applied(Optional<Job> found, WaitPreference wait, UUID id) {
        return Response.fromResponse(answer(id.toString(), found))
                .header(WaitPreference.APPLIED_HEADER, wait.applied())
                .build();
    }

    private static Response answer(String id, Optional<Job> found) {
        return found.map(job -> Response.ok(JobView.of(job)).build())
                .orElseGet(() -> Problem.noJob(id).toResponse());
    }

    private static Uni<Response> known(String id, Function<UUID, Uni<Response>> use) {
        return JobIdText.parse(id).map(use).orElseGet(() -> Uni.createFrom()
                .item(Problem.noJob(id).toResponse()));
    }
}
