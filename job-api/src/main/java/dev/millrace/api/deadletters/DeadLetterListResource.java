package dev.millrace.api.deadletters;

import dev.millrace.api.jobs.JobListQuery;
import dev.millrace.api.jobs.JobListResource;
import dev.millrace.api.paging.Cursor;
import dev.millrace.api.paging.Page;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.api.security.Role;
import dev.millrace.core.listing.DeadLetterGroup;
import dev.millrace.core.listing.JobPages;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.listing.SortValue;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Dead letters, one by one and gathered by what they died of. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
public class DeadLetterListResource {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

    private final JobPages pages;
    private final Redaction redaction;

    public DeadLetterListResource(JobPages pages, Redaction redaction) {
        this.pages = pages;
        this.redaction = redaction;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "listDeadLetters",
            summary = "List dead letters, the latest to die first",
            description = "Takes the filters and sorts of the list of jobs, all of them without a time range.")
    @APIResponse(
            responseCode = "200",
            description = "A page of dead jobs",
            content = @Content(schema = @Schema(ref = "JobPage")))
    public Uni<Response> list(@Context UriInfo uri) {
        return JobListResource.answer(pages, JobListQuery.ofDeadLetters(uri.getQueryParameters(), redaction));
    }

    @GET
    @Path("/groups")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "listDeadLetterGroups",
            summary = "List dead letters gathered by what they died of",
            description =
                    "One group for each fingerprint; the group in which a job died last comes first. Each is counted"
                            + " up to 10,000, and at most 10,000 groups are looked at.")
    @Parameter(
            name = "job_type",
            in = ParameterIn.QUERY,
            description = "One or more job types, separated by commas",
            example = "send_email")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50", example = "50")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before, with the same job_type")
    @APIResponse(
            responseCode = "200",
            description = "A page of groups",
            content = @Content(schema = @Schema(ref = "DeadLetterGroupPage")))
    public Uni<Response> groups(@Context UriInfo uri) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(uri.getQueryParameters(), violations);
        List<String> types = fields.texts("job_type");
        int limit = fields.integer("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        String cursor = fields.text("cursor");
        fields.refuseUnknown();
        if (!violations.isEmpty()) {
            return Uni.createFrom().item(violations.toProblem().toResponse());
        }
        String list = "groups of dead letters" + types;
        Optional<ListPosition> after =
                cursor == null ? Optional.empty() : Cursor.read(list, SortValue.Kind.TIME, cursor);
        if (cursor != null && after.isEmpty()) {
            return Uni.createFrom().item(Problem.cursorRefused().toResponse());
        }
        return pages.deadLetterGroups(types, after.orElse(null), limit).map(page -> answer(list, page));
    }

    private static Response answer(String list, DeadLetterGroup.Page page) {
        return Response.ok(new Page<>(
                        page.groups().stream().map(DeadLetterGroupView::of).toList(),
                        page.next() == null ? null : Cursor.write(list, page.next())))
                .build();
    }
}
