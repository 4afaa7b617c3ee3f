package dev.millrace.api.bulk;

import dev.millrace.api.idempotency.IdempotencyHeader;
import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.paging.Cursor;
import dev.millrace.api.paging.Page;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.Role;
import dev.millrace.core.bulk.AbortResult;
import dev.millrace.core.bulk.BulkOperation;
import dev.millrace.core.bulk.BulkOperations;
import dev.millrace.core.bulk.BulkOutcome;
import dev.millrace.core.bulk.BulkState;
import dev.millrace.core.listing.ListPosition;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Bulk operations: previewed, started, watched, stopped. */
@Path("/api/v1/bulk-operations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bulk operations")
public class BulkOperationsResource {
    private static final String LIST = "bulk-operations";
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

    private final BulkDesk desk;
    private final BulkOperations operations;
    private final BulkCounters counters;
    private final Callers callers;

    BulkOperationsResource(BulkDesk desk, BulkOperations operations, BulkCounters counters, Callers callers) {
        this.desk = desk;
        this.operations = operations;
        this.counters = counters;
        this.callers = callers;
    }

    @POST
    @RolesAllowed(Role.OPERATOR_NAME)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startBulkOperation",
            summary = "Cancel, retry or discard all jobs that a filter finds",
            description = "A dry run freezes what the filter finds and answers with the exact count, 100 samples and a"
                    + " token. With the token the action runs in the background over exactly those jobs; one that has moved"
                    + " on since is skipped and counted. Used again, the token answers with the same operation. Without a"
                    + " dry run the operation freezes and starts at once. Only jobs whose status allows the action are"
                    + " found, whatever the filter says. A filter that finds every job must be given as \"all\": true.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "BulkOrder")))
    @APIResponse(
            responseCode = "200",
            description = "The dry run",
            content = @Content(schema = @Schema(implementation = BulkPreviewView.class)))
    @APIResponse(
            responseCode = "202",
            description = "It is under way",
            headers = @Header(name = "Location", description = "Where its progress is shown"),
            content = @Content(schema = @Schema(implementation = BulkOperationView.class)))
    @APIResponse(responseCode = "409", ref = "Problem")
    public Uni<Response> start(
            byte[] body,
            @Parameter(description = "Makes a repetition of the request safe: the first answer is given again")
                    @HeaderParam(IdempotencyHeader.NAME)
                    String idempotencyKey) {
        return desk.take(body, idempotencyKey, "startBulkOperation", BulkOrderReader::read);
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(operationId = "listBulkOperations", summary = "List bulk operations, the newest first")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next_cursor of the page before")
    @APIResponse(
            responseCode = "200",
            description = "A page of operations",
            content = @Content(schema = @Schema(ref = "BulkOperationPage")))
    public Uni<Response> list(@Context UriInfo uri) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(uri.getQueryParameters(), violations);
        return page(
                fields,
                violations,
                LIST,
                (after, limit) -> operations.list(after, limit),
                operation -> new ListPosition(operation.createdAt(), operation.id()),
                BulkOperationView::of);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(operationId = "getBulkOperation", summary = "Show one bulk operation and how far it has come")
    @APIResponse(
            responseCode = "200",
            description = "The operation",
            content = @Content(schema = @Schema(implementation = BulkOperationView.class)))
    public Uni<Response> get(@PathParam("id") String id) {
        return onOperation(id, operation -> Uni.createFrom()
                .item(Response.ok(BulkOperationView.of(operation)).build()));
    }

    @GET
    @Path("/{id}/items")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "listBulkOperationItems",
            summary = "List the jobs of a bulk operation, and what became of each",
            description = "They are kept until a day after the operation has ended; those of an expired dry run are"
                    + " forgotten with it.")
    @Parameter(
            name = "outcome",
            in = ParameterIn.QUERY,
            description = "pending, done, skipped or failed",
            example = "skipped")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before, with the same outcome")
    @APIResponse(
            responseCode = "200",
            description = "A page of them, the oldest job first",
            content = @Content(schema = @Schema(ref = "BulkItemPage")))
    public Uni<Response> items(@PathParam("id") String id, @Context UriInfo uri) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(uri.getQueryParameters(), violations);
        String name = fields.text("outcome");
        Optional<BulkOutcome> outcome = name == null ? Optional.empty() : BulkOutcome.find(name);
        if (name != null && outcome.isEmpty()) {
            violations.add("outcome", "cannot be " + Shown.briefly(name) + "; allowed: pending, done, skipped, failed");
        }
        return onOperation(
                id,
                operation -> page(
                        fields,
                        violations,
                        LIST + operation.id() + outcome,
                        (after, limit) -> operations.items(
                                operation.id(),
                                after == null ? 0 : (int) after.time().getEpochSecond(),
                                outcome.orElse(null),
                                limit),
                        // A cursor carries a time; a place in the operation goes as seconds.
                        item -> new ListPosition(Instant.ofEpochSecond(item.position()), item.jobId()),
                        BulkItemView::of));
    }

    @POST
    @Path("/{id}/abort")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "abortBulkOperation",
            summary = "Stop a bulk operation",
            description = "What it has done stays done; the jobs that it has not come to are left alone. A dry run is"
                    + " dropped.")
    @APIResponse(
            responseCode = "200",
            description = "The operation, stopped",
            content = @Content(schema = @Schema(implementation = BulkOperationView.class)))
    public Uni<Response> abort(@PathParam("id") String id) {
        return onOperation(id, known -> operations
                .abort(
                        known.id(),
                        callers.present().name(),
                        callers.entry("bulk.abort", known.id().toString(), null))
                .map(result -> switch (result) {
                    case AbortResult.Aborted(BulkOperation operation) -> {
                        counters.reached(operation.action(), BulkState.ABORTED);
                        yield Response.ok(BulkOperationView.of(operation)).build();
                    }
                    case AbortResult.Over(BulkOperation operation) -> BulkDesk.over(operation, "stopped");
                    case AbortResult.Unknown ignored -> unknown(id);
                }));
    }

    private Uni<Response> onOperation(String id, Function<BulkOperation, Uni<Response>> work) {
        return JobIdText.parse(id)
                .map(operations::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(found -> found.map(work).orElseGet(() -> Uni.createFrom().item(unknown(id))));
    }

    private static <T, V> Uni<Response> page(
            QueryFields fields,
            Violations violations,
            String list,
            Reading<T> reading,
            Function<T, ListPosition> position,
            Function<T, V> view) {
        int limit = fields.integer("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        String cursor = fields.text("cursor");
        fields.refuseUnknown();
        if (!violations.isEmpty()) {
            return Uni.createFrom().item(violations.toProblem().toResponse());
        }
        Optional<ListPosition> after = cursor == null ? Optional.empty() : Cursor.read(list, cursor);
        if (cursor != null && after.isEmpty()) {
            return Uni.createFrom()
                    .item(Problem.of(
                                    ProblemType.CURSOR_REFUSED,
                                    "the cursor is not one of this list; use its next_cursor, or begin without a cursor")
                            .toResponse());
        }
        return reading.page(after.orElse(null), limit + 1).map(read -> {
            List<T> shown = read.size() > limit ? read.subList(0, limit) : read;
            String next = read.size() > limit ? Cursor.write(list, position.apply(shown.getLast())) : null;
            return Response.ok(new Page<>(shown.stream().map(view).toList(), next))
                    .build();
        });
    }

    private static Response unknown(String id) {
        return Problem.of(ProblemType.NOT_FOUND, "no bulk operation has the id " + Shown.briefly(id))
                .toResponse();
    }

    private interface Reading<T> {
        Uni<List<T>> page(ListPosition after, int limit);
    }
}
