package dev.millrace.api.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.idempotency.IdempotencyHeader;
import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.Role;
import dev.millrace.api.submit.SubmissionSize;
import dev.millrace.api.submit.Submitted;
import dev.millrace.api.submit.Submitter;
import dev.millrace.core.job.Job;
import dev.millrace.core.store.JobReader;
import dev.millrace.core.tracing.Traceparent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The routes of older systems. */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Older clients")
@SuppressWarnings("deprecation")
public class LegacyResource {
    private final Submitter submitter;
    private final JobReader reader;
    private final Callers callers;

    public LegacyResource(Submitter submitter, JobReader reader, Callers callers) {
        this.submitter = submitter;
        this.reader = reader;
        this.callers = callers;
    }

    @Deprecated
    @POST
    @RolesAllowed(Role.SUBMITTER_NAME)
    @Path("/submit-job")
    @Operation(operationId = "legacySubmitJob", summary = "Submit a job; use POST /api/v1/jobs", deprecated = true)
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "LegacyJobSubmission")))
    @APIResponse(
            responseCode = "201",
            description = "Accepted",
            content = @Content(schema = @Schema(implementation = LegacyJobView.Accepted.class)))
    public Uni<Response> submitJob(
            byte[] body,
            @HeaderParam(Traceparent.HEADER) String traceparent,
            @HeaderParam(IdempotencyHeader.NAME) String idempotencyKey) {
        return submit(
                body, traceparent, idempotencyKey, "legacySubmitJob", LegacySubmission::ofJob, job -> Response.status(
                                Response.Status.CREATED)
                        .entity(LegacyJobView.Accepted.of(job))
                        .build());
    }

    @Deprecated
    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Path("/jobs/status/{job_id}")
    @Operation(operationId = "legacyJobStatus", summary = "Show a job; use GET /api/v1/jobs/{id}", deprecated = true)
    @APIResponse(
            responseCode = "200",
            description = "The job",
            content = @Content(schema = @Schema(implementation = LegacyJobView.class)))
    public Uni<Response> jobStatus(@PathParam("job_id") String id) {
        return show(id, LegacyJobView::of);
    }

    @Deprecated
    @POST
    @RolesAllowed(Role.SUBMITTER_NAME)
    @Path("/api/process_query")
    @Operation(operationId = "legacyProcessQuery", summary = "Submit a job; use POST /api/v1/jobs", deprecated = true)
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "LegacyQuerySubmission")))
    @APIResponse(
            responseCode = "200",
            description = "Accepted",
            content = @Content(schema = @Schema(implementation = LegacyQueryView.class)))
    public Uni<Response> processQuery(
            byte[] body,
            @HeaderParam(Traceparent.HEADER) String traceparent,
            @HeaderParam(IdempotencyHeader.NAME) String idempotencyKey) {
        return submit(
                body, traceparent, idempotencyKey, "legacyProcessQuery", LegacySubmission::ofQuery, job -> Response.ok(
                                LegacyQueryView.of("query accepted", job))
                        .build());
    }

    @Deprecated
    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Path("/api/job/status/{id}")
    @Operation(operationId = "legacyQueryStatus", summary = "Show a job; use GET /api/v1/jobs/{id}", deprecated = true)
    @APIResponse(
            responseCode = "200",
            description = "The job",
            content = @Content(schema = @Schema(implementation = LegacyQueryView.class)))
    public Uni<Response> queryStatus(@PathParam("id") String id) {
        return show(id, job -> LegacyQueryView.of("query found", job));
    }

    private Uni<Response> submit(
            byte[] body,
            String traceparent,
            String idempotencyKey,
            String operation,
            Function<JsonNode, Checked<JsonNode>> translate,
            Function<Job, Response> show) {
        if (body.length > SubmissionSize.LARGEST_JOB) {
            return Uni.createFrom().item(SubmissionSize.jobTooLarge().toResponse());
        }
        return IdempotencyHeader.read(callers.present().id(), idempotencyKey, operation, body)
                .fold(
                        key -> RequestJson.read(body)
                                .fold(translate, Checked::<JsonNode>refused)
                                .fold(
                                        submission -> submitter
                                                .submit(submission, traceparent, key)
                                                .map(outcome -> outcome.fold(
                                                        submitted -> shown(submitted, show), Problem::toResponse)),
                                        LegacyResource::refused),
                        LegacyResource::refused);
    }

    private static Response shown(Submitted submitted, Function<Job, Response> show) {
        Response answer = show.apply(submitted.job().toJob());
        return submitted.repeated()
                ? Response.fromResponse(answer)
                        .header(IdempotencyHeader.REPLAYED, true)
                        .build()
                : answer;
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }

    private Uni<Response> show(String id, Function<Job, Object> view) {
        return JobIdText.parse(id)
                .map(jobId -> reader.find(jobId).map(found -> found.map(
                                job -> Response.ok(view.apply(job)).build())
                        .orElseGet(() -> Problem.noJob(id).toResponse())))
                .orElseGet(() -> Uni.createFrom().item(Problem.noJob(id).toResponse()));
    }
}
