package dev.millrace.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.directory.Directory;
import dev.millrace.api.idempotency.IdempotencyHeader;
import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.jobs.JobView;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.Role;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobAction;
import dev.millrace.core.store.IdempotencyKey;
import dev.millrace.core.store.JobReader;
import dev.millrace.core.tracing.Traceparent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where finished and dead jobs are submitted anew. */
@Path("/api/v1/jobs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class ReplayResource {
    private final JobReader jobs;
    private final Directory directory;
    private final ReplayReader reader;
    private final Submitter submitter;
    private final Callers callers;

    public ReplayResource(
            JobReader jobs, Directory directory, ReplayReader reader, Submitter submitter, Callers callers) {
        this.jobs = jobs;
        this.directory = directory;
        this.reader = reader;
        this.submitter = submitter;
        this.callers = callers;
    }

    @POST
    @Path("/{id}/replay")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "replayJob",
            summary = "Submit a finished or dead job anew",
            description =
                    "Makes a new job from this one, with the payload edited if one is given, and replay_of set. The"
                            + " old one stays as it is.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Replay")))
    @APIResponse(
            responseCode = "201",
            description = "The new job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> replay(
            @PathParam("id") String id,
            byte[] body,
            @HeaderParam(Traceparent.HEADER) String traceparent,
            @Parameter(
                            description = "Makes a repetition of the request safe: the first answer is given again",
                            example = "replay-of-4711")
                    @HeaderParam(IdempotencyHeader.NAME)
                    String idempotencyKey) {
        if (body != null && body.length > SubmissionSize.LARGEST_JOB) {
            return refused(SubmissionSize.jobTooLarge());
        }
        byte[] told = body == null ? new byte[0] : body;
        return IdempotencyHeader.read(callers.present().id(), idempotencyKey, "replayJob " + id, told)
                .fold(
                        key -> (told.length == 0
                                        ? Checked.<JsonNode>sound(JsonNodeFactory.instance.objectNode())
                                        : RequestJson.read(told))
                                .fold(edit -> replay(id, edit, traceparent, key), ReplayResource::refused),
                        ReplayResource::refused);
    }

    private Uni<Response> replay(String id, JsonNode edit, String traceparent, IdempotencyKey key) {
        return JobIdText.parse(id)
                .map(jobId -> jobs.find(jobId).chain(found -> found.map(job -> replay(job, edit, traceparent, key))
                        .orElseGet(() -> refused(Problem.noJob(id)))))
                .orElseGet(() -> refused(Problem.noJob(id)));
    }

    private Uni<Response> replay(Job job, JsonNode edit, String traceparent, IdempotencyKey key) {
        if (!JobAction.REPLAY.isAllowed(job.status())) {
            return refused(Problem.statusForbids(job.status(), "replayed"));
        }
        return directory.looking(Set.of(job.type()), Set.of(job.queue())).chain(snapshot -> reader.read(
                        edit, job, snapshot, Submitter.traceparent(traceparent))
                .fold(
                        replay -> submitter
                                .replay(
                                        replay,
                                        key,
                                        callers.entry("job.replay", job.id().toString(), null))
                                .map(outcome -> outcome.fold(SubmitResource::created, Problem::toResponse)),
                        ReplayResource::refused));
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }
}
