package dev.millrace.api.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.security.Callers;
import dev.millrace.core.bulk.BulkOperation;
import dev.millrace.core.bulk.BulkOperations;
import dev.millrace.core.bulk.BulkRequest;
import dev.millrace.core.bulk.BulkState;
import dev.millrace.core.bulk.Frozen;
import dev.millrace.core.bulk.StartResult;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.store.StoreFault;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.function.Function;

/** Takes orders for bulk operations, whichever route they come by. */
@Singleton
class BulkDesk {
    private static final int LARGEST_REQUEST = 256 << 10;

    private final BulkOperations operations;
    private final BulkEngine engine;
    private final BulkCounters counters;
    private final Callers callers;
    private final JobIds ids;

    BulkDesk(BulkOperations operations, BulkEngine engine, BulkCounters counters, Callers callers, JobIds ids) {
        this.operations = operations;
        this.engine = engine;
        this.counters = counters;
        this.callers = callers;
        this.ids = ids;
    }

    /** 200 with a preview, 202 with the operation under way, or why not. */
    Uni<Response> take(byte[] body, Function<JsonNode, Checked<BulkOrder>> reader) {
        Checked<JsonNode> request = body.length > LARGEST_REQUEST
                ? Checked.refused(Problem.of(ProblemType.TOO_LARGE, "an order for a bulk operation is at most 256 KiB"))
                : RequestJson.read(body);
        return request.fold(json -> reader.apply(json).fold(this::carryOut, BulkDesk::refused), BulkDesk::refused);
    }

    private Uni<Response> carryOut(BulkOrder order) {
        return switch (order) {
            case BulkOrder.Start start -> start(start);
            case BulkOrder.Freeze freeze -> freeze(freeze);
        };
    }

    private Uni<Response> freeze(BulkOrder.Freeze order) {
        UUID id = ids.next();
        BulkRequest request = new BulkRequest(
                id,
                order.action(),
                order.filter(),
                order.asked(),
                order.reason(),
                callers.present().name());
        Uni<Frozen> frozen = order.dryRun()
                ? operations.preview(request)
                : operations.begin(request, callers.entry("bulk.start", id.toString(), order.reason()));
        return frozen.map(this::answer)
                .onFailure(failure -> StoreFault.of(failure) == StoreFault.REFUSED)
                .recoverWithItem(
                        refusal -> violation("/filter", "holds a value that the database cannot compare with"));
    }

    private Uni<Response> start(BulkOrder.Start order) {
        return operations
                .start(
                        order.token(),
                        order.action(),
                        order.reason(),
                        callers.present().name(),
                        callers.entry("bulk.start", order.token().toString(), order.reason()))
                .map(result -> switch (result) {
                    case StartResult.Started(BulkOperation operation) -> started(operation);
                    case StartResult.Repeated(BulkOperation operation) -> accepted(operation);
                    case StartResult.Over(BulkOperation operation) -> over(operation, "started");
                    case StartResult.OtherAction other ->
                        violation("/token", "is one of " + other.action().wireName());
                    case StartResult.Unknown ignored ->
                        violation("/token", "belongs to no dry run, or to one of long ago; do another");
                });
    }

    private Response answer(Frozen frozen) {
        return switch (frozen) {
            case Frozen.Previewed preview -> {
                counters.reached(preview.operation().action(), BulkState.PREVIEWED);
                yield Response.ok(BulkPreviewView.of(preview)).build();
            }
            case Frozen.Started(BulkOperation operation) -> started(operation);
            case Frozen.TooMany(int most) ->
                tooWide("the filter finds more than " + most + " jobs, which is the most that one operation may hold;"
                        + " narrow it, with created_before for instance, and do the rest after that");
            case Frozen.TooSlow ignored ->
                tooWide("the jobs could not be found in time, and none was touched; narrow the filter, with"
                        + " created_after and created_before for instance");
        };
    }

    private Response started(BulkOperation operation) {
        counters.reached(operation.action(), BulkState.RUNNING);
        if (operation.state() == BulkState.COMPLETED) {
            counters.reached(operation.action(), BulkState.COMPLETED);
        }
        engine.wake();
        return accepted(operation);
    }

    private static Response accepted(BulkOperation operation) {
        return Response.accepted(BulkOperationView.of(operation))
                .header(HttpHeaders.LOCATION, "/api/v1/bulk-operations/" + operation.id())
                .build();
    }

    /** 409: what is over is neither started nor stopped. */
    static Response over(BulkOperation operation, String participle) {
        return Problem.of(
                        ProblemType.OPERATION_OVER,
                        "a bulk operation that is " + operation.state().wireName() + " cannot be " + participle
                                + (operation.startedAt() == null ? "; do another dry run" : ""))
                .toResponse();
    }

    private static Response tooWide(String detail) {
        return Problem.of(ProblemType.SCOPE_TOO_WIDE, detail).toResponse();
    }

    private static Response violation(String pointer, String detail) {
        Violations violations = new Violations();
        violations.add(pointer, detail);
        return violations.toProblem().toResponse();
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }
}
