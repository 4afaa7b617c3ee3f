package dev.millrace.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.idempotency.IdempotencyHeader;
import dev.millrace.api.jobs.JobView;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.paging.Items;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.Role;
import dev.millrace.core.store.AcceptedJob;
import dev.millrace.core.store.IdempotencyKey;
import dev.millrace.core.tracing.Traceparent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where jobs are submitted. */
@Path("/api/v1/jobs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class SubmitResource {
    private final Submitter submitter;
    private final Callers callers;

    public SubmitResource(Submitter submitter, Callers callers) {
        this.submitter = submitter;
        this.callers = callers;
    }

    @POST
    @RolesAllowed(Role.SUBMITTER_NAME)
    @Operation(
            operationId = "submitJob",
            summary = "Submit a job",
            description = "Accepts one job. Once answered with 201 it is never lost, and runs at least once.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "JobSubmission")))
    @APIResponse(
            responseCode = "201",
            description = "Accepted",
            headers =
                    @Header(
                            name = "Location",
                            description = "The job",
                            schema =
                                    @Schema(
                                            type =
                                                    org.eclipse.microprofile.openapi.annotations.enums.SchemaType
                                                            .STRING)),
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> submit(
            byte[] body,
            @HeaderParam(Traceparent.HEADER) String traceparent,
            @Parameter(
                            description = "Makes a repetition of the request safe: the first answer is given again",
                            example = "order-4711")
                    @HeaderParam(IdempotencyHeader.NAME)
                    String idempotencyKey) {
        if (body.length > SubmissionSize.LARGEST_JOB) {
            return refused(SubmissionSize.jobTooLarge());
        }
        return IdempotencyHeader.read(callers.present().id(), idempotencyKey, "submitJob", body)
                .fold(
                        key -> RequestJson.read(body)
                                .fold(
                                        submission -> submitter
                                                .submit(submission, traceparent, key)
                                                .map(outcome ->
                                                        outcome.fold(SubmitResource::created, Problem::toResponse)),
                                        SubmitResource::refused),
                        SubmitResource::refused);
    }

    @POST
    @RolesAllowed(Role.SUBMITTER_NAME)
    @Path("/bulk")
    @Operation(
            operationId = "submitJobs",
            summary = "Submit many jobs, all or none",
            description = "Accepts 1 to 1,000 jobs in one transaction. When one is refused none is accepted.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "BulkSubmission")))
    @APIResponse(
            responseCode = "201",
            description =
                    "All accepted, in the order of the request; with Prefer: return=minimal only their ids and status",
            headers =
                    @Header(
                            name = ReturnPreference.APPLIED_HEADER,
                            description = "The preference, when it was asked for and applied"),
            content = @Content(schema = @Schema(ref = "BulkAnswer")))
    public Uni<Response> submitAll(
            byte[] body,
            @HeaderParam(Traceparent.HEADER) String traceparent,
            @Parameter(
                            description = "return=minimal: only the ids and status of the jobs are answered",
                            example = ReturnPreference.APPLIED)
                    @HeaderParam(ReturnPreference.HEADER)
                    List<String> preferences,
            @Parameter(
                            description = "Makes a repetition of the request safe: the first answer is given again",
                            example = "orders-of-monday")
                    @HeaderParam(IdempotencyHeader.NAME)
                    String idempotencyKey) {
        if (body.length > SubmissionSize.LARGEST_BULK) {
            return refused(SubmissionSize.bulkTooLarge());
        }
        return IdempotencyHeader.read(callers.present().id(), idempotencyKey, "submitJobs", body)
                .fold(
                        key -> submitAll(body, traceparent, key, ReturnPreference.parse(preferences)),
                        SubmitResource::refused);
    }

    private Uni<Response> submitAll(byte[] body, String traceparent, IdempotencyKey key, ReturnPreference preference) {
        return RequestJson.read(body)
                .fold(BulkReader::read, Checked::<List<JsonNode>>refused)
                .fold(
                        submissions -> SubmissionSize.jobTooLargeIn(submissions, body.length)
                                .map(SubmitResource::refused)
                                .orElseGet(() -> submitter
                                        .submitAll(submissions, traceparent, key)
                                        .map(outcome -> outcome.fold(
                                                submitted -> allCreated(submitted, preference), Problem::toResponse))),
                        SubmitResource::refused);
    }

    /** 201 with the job and where it is. */
    public static Response created(Submitted submitted) {
        return answer(submitted)
                .header(
                        HttpHeaders.LOCATION,
                        "/api/v1/jobs/" + submitted.job().submitted().id())
                .entity(JobView.of(submitted.job().toJob()))
                .build();
    }

    private static Response allCreated(Submitted submitted, ReturnPreference preference) {
        return switch (preference) {
            case REPRESENTATION ->
                answer(submitted)
                        .entity(new Items<>(submitted.jobs().stream()
                                .map(AcceptedJob::toJob)
                                .map(JobView::of)
                                .toList()))
                        .build();
            case MINIMAL ->
                answer(submitted)
                        .header(ReturnPreference.APPLIED_HEADER, ReturnPreference.APPLIED)
                        .entity(new Items<>(submitted.jobs().stream()
                                .map(AcceptedJobView::of)
                                .toList()))
                        .build();
        };
    }

    private static Response.ResponseBuilder answer(Submitted submitted) {
        Response.ResponseBuilder answer = Response.status(Response.Status.CREATED);
        return submitted.repeated() ? answer.header(IdempotencyHeader.REPLAYED, true) : answer;
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }
}
