package dev.millrace.api.jobs;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.redaction.Revelation;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.Role;
import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.job.Job;
import dev.millrace.core.store.JobReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where a job is shown with what is masked elsewhere. */
@Path("/api/v1/jobs/{id}/reveal")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobRevelationResource {
    private final JobReader reader;
    private final Revelation revelation;
    private final Callers callers;

    public JobRevelationResource(JobReader reader, Revelation revelation, Callers callers) {
        this.reader = reader;
        this.revelation = revelation;
        this.callers = callers;
    }

    @POST
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            operationId = "revealJob",
            summary = "Show one job with the values that are masked",
            description = "Payload and result as they are. Who asked for which job stands in the audit trail"
                    + " (job.reveal).")
    @APIResponse(
            responseCode = "200",
            description = "The job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> reveal(@PathParam("id") String id) {
        AuditEntry entry = callers.entry("job.reveal", id, null);
        return JobIdText.parse(id).map(jobId -> reveal(jobId, entry)).orElseGet(() -> Uni.createFrom()
                .item(Problem.noJob(id).toResponse()));
    }

    private Uni<Response> reveal(UUID id, AuditEntry entry) {
        return reader.find(id)
                .chain(found -> found.map(job -> revealed(job, entry)).orElseGet(() -> Uni.createFrom()
                        .item(Problem.noJob(id.toString()).toResponse())));
    }

    private Uni<Response> revealed(Job job, AuditEntry entry) {
        return revelation.of(JobView.revealed(job), entry).map(view -> Response.ok(view)
                .build());
    }
}
