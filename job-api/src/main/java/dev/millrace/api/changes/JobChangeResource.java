package dev.millrace.api.changes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.jobs.JobSteering;
import dev.millrace.api.jobs.JobView;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Role;
import dev.millrace.api.submit.SubmissionSize;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where jobs that wait are changed. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobChangeResource {
    private final JobChangeReader reader;
    private final JobSteering steering;

    public JobChangeResource(JobChangeReader reader, JobSteering steering) {
        this.reader = reader;
        this.steering = steering;
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "changeJob",
            summary = "Change a job that waits",
            description =
                    "Its priority, time, number of retries or tags, while it is scheduled, pending, retrying or dead."
                            + " What is absent stays. A run_at that has come makes it ready at once; one to come makes a pending"
                            + " job wait. A dead job takes no run_at: retry it instead.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "JobChange")))
    @APIResponse(
            responseCode = "200",
            description = "The job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> change(@PathParam("id") String id, byte[] body) {
        if (body.length > SubmissionSize.LARGEST_JOB) {
            return refused(SubmissionSize.jobTooLarge());
        }
        return JobIdText.parse(id)
                .map(jobId -> RequestJson.read(body).fold(told -> change(jobId, told), JobChangeResource::refused))
                .orElseGet(() -> refused(Problem.noJob(id)));
    }

    private Uni<Response> change(UUID jobId, JsonNode told) {
        return reader.read(told)
                .fold(change -> steering.change(jobId, change, told.toString()), JobChangeResource::refused);
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }
}
