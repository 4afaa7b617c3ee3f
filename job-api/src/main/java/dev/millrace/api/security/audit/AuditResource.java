package dev.millrace.api.security.audit;

import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.PageQuery;
import dev.millrace.api.security.Role;
import dev.millrace.core.audit.AuditEvent;
import dev.millrace.core.audit.AuditFilter;
import dev.millrace.core.audit.AuditPages;
import dev.millrace.core.listing.ListPosition;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit trail. */
@Path("/api/v1/audit-events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys, users, audit")
public class AuditResource {
    private final AuditPages pages;

    public AuditResource(AuditPages pages) {
        this.pages = pages;
    }

    @GET
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            operationId = "listAuditEvents",
            summary = "List who did what, the newest first",
            description = "Every change that a person or key makes stands here, written with the change; submitted jobs"
                    + " do not, for they tell it themselves. Nothing here can be changed.")
    @Parameter(name = "actor", in = ParameterIn.QUERY, description = "One actor, such as user:<id>")
    @Parameter(name = "action", in = ParameterIn.QUERY, description = "One action", example = "job.cancel")
    @Parameter(name = "target", in = ParameterIn.QUERY, description = "The id or name of one target")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "What happened at or after this time",
            example = "2026-03-29T00:00:00.000Z")
    @Parameter(
            name = "before",
            in = ParameterIn.QUERY,
            description = "What happened before this time",
            example = "2026-03-30T00:00:00.000Z")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before, with the same filters")
    @APIResponse(
            responseCode = "200",
            description = "A page of the audit trail",
            content = @Content(schema = @Schema(ref = "AuditPage")))
    public Uni<Response> list(@Context UriInfo uri) {
        return PageQuery.read("audit-events", uri.getQueryParameters(), (fields, violations) -> filter(fields))
                .fold(
                        query -> pages.list(query.filter(), position(query.after()), query.readLimit())
                                .map(read -> Response.ok(query.page(read, AuditResource::position, AuditEventView::of))
                                        .build()),
                        AuditResource::refused);
    }

    private static AuditFilter filter(QueryFields fields) {
        return new AuditFilter(
                fields.text("actor"),
                fields.text("action"),
                fields.text("target"),
                fields.time("after"),
                fields.time("before"));
    }

    private static ListPosition position(AuditEvent event) {
        return new ListPosition(event.happenedAt(), new UUID(0, event.id()));
    }

    private static AuditPages.Position position(ListPosition cursor) {
        return cursor == null
                ? null
                : new AuditPages.Position(cursor.time(), cursor.id().getLeastSignificantBits());
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }
}
