package dev.millrace.api.schedules;

import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.redaction.Revelation;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.Role;
import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.store.Schedules;
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

/** Where a schedule is shown with what is masked elsewhere. */
@Path("/api/v1/scheduled-jobs/{id}/reveal")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Scheduled jobs")
public class ScheduleRevelationResource {
    private final Schedules schedules;
    private final Revelation revelation;
    private final Callers callers;

    public ScheduleRevelationResource(Schedules schedules, Revelation revelation, Callers callers) {
        this.schedules = schedules;
        this.revelation = revelation;
        this.callers = callers;
    }

    @POST
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            operationId = "revealScheduledJob",
            summary = "Show one schedule with the values that are masked",
            description = "Its payload as it is. Who asked for which schedule stands in the audit trail"
                    + " (schedule.reveal).")
    @APIResponse(
            responseCode = "200",
            description = "The schedule",
            content = @Content(schema = @Schema(implementation = ScheduleView.class)))
    public Uni<Response> reveal(@PathParam("id") String id) {
        AuditEntry entry = callers.entry("schedule.reveal", id, null);
        return JobIdText.parse(id).map(known -> reveal(known, entry)).orElseGet(() -> Uni.createFrom()
                .item(ScheduleResource.unknown(id)));
    }

    private Uni<Response> reveal(UUID id, AuditEntry entry) {
        return schedules.find(id).chain(found -> found.map(
                        schedule -> revelation.of(ScheduleView.revealed(schedule), entry))
                .map(noted -> noted.map(view -> Response.ok(view).build()))
                .orElseGet(() -> Uni.createFrom().item(ScheduleResource.unknown(id.toString()))));
    }
}
