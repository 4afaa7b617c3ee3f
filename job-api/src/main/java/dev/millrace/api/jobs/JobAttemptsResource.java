package dev.millrace.api.jobs;

import dev.millrace.api.paging.Cursor;
import dev.millrace.api.paging.Page;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.security.Role;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.listing.SortValue;
import dev.millrace.core.store.JobReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How often a job was tried, and how each attempt went. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobAttemptsResource {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

    private final JobReader reader;

    public JobAttemptsResource(JobReader reader) {
        this.reader = reader;
    }

    @GET
    @Path("/{id}/attempts")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(operationId = "listAttempts", summary = "List every attempt of a job, oldest first")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50", example = "50")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before; without it the first page")
    @APIResponse(
            responseCode = "200",
            description = "A page of attempts, the successful and the running one included",
            content = @Content(schema = @Schema(ref = "AttemptPage")))
    public Uni<Response> attempts(@PathParam("id") String id, @Context UriInfo uri) {
        Optional<UUID> jobId = JobIdText.parse(id);
        if (jobId.isEmpty()) {
            return Uni.createFrom().item(Problem.noJob(id).toResponse());
        }
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(uri.getQueryParameters(), violations);
        int limit = fields.integer("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        String cursor = fields.text("cursor");
        fields.refuseUnknown();
        if (!violations.isEmpty()) {
            return Uni.createFrom().item(violations.toProblem().toResponse());
        }
        return cursor == null
                ? page(jobId.get(), 0, limit)
                : Cursor.read(list(jobId.get()), SortValue.Kind.NUMBER, cursor)
                        .map(position -> page(jobId.get(), number(position), limit))
                        .orElseGet(() ->
                                Uni.createFrom().item(Problem.cursorRefused().toResponse()));
    }

    private Uni<Response> page(UUID jobId, int after, int limit) {
        return reader.find(jobId)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Problem.noJob(jobId.toString()).toResponse())
                        : reader.attempts(jobId, after, limit + 1)
                                .map(past -> answer(jobId, AttemptView.all(found.get(), past, after), limit)));
    }

    private static Response answer(UUID jobId, List<AttemptView> attempts, int limit) {
        boolean hasMore = attempts.size() > limit;
        List<AttemptView> shown = hasMore ? attempts.subList(0, limit) : attempts;
        String next = hasMore ? cursor(jobId, shown.getLast().attempt()) : null;
        return Response.ok(new Page<>(shown, next)).build();
    }

    private static String cursor(UUID jobId, int attempt) {
        return Cursor.write(list(jobId), new ListPosition(new SortValue.Number(attempt), jobId));
    }

    private static int number(ListPosition position) {
        return switch (position.value()) {
            case SortValue.Number number -> number.value();
            case SortValue.Time ignored -> 0;
            case SortValue.Text ignored -> 0;
        };
    }

    private static String list(UUID jobId) {
        return "attempts of " + jobId;
    }
}
