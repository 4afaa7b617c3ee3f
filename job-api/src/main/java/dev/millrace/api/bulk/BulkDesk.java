package dev.millrace.api.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.idempotency.Idempotency;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.api.security.Callers;
import dev.millrace.core.bulk.BulkOperation;
import dev.millrace.core.bulk.BulkOperations;
import dev.millrace.core.bulk.BulkRequest;
import dev.millrace.core.bulk.BulkState;
import dev.millrace.core.bulk.Frozen;
import dev.millrace.core.bulk.StartResult;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.StoreFault;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/** Takes orders for bulk operations, whichever route they come by. */
@Singleton
class BulkDesk {
    private static final int LARGEST_REQUEST = 256 << 10;

    private final BulkOperations operations;
    private final BulkEngine engine;
    private final BulkCounters counters;
    private final Callers callers;
    private final Idempotency idempotency;
    private final JobIds ids;
    private final Redaction redaction;

    BulkDesk(
            BulkOperations operations,
            BulkEngine engine,
            BulkCounters counters,
            Callers callers,
            Idempotency idempotency,
            JobIds ids,
            Redaction redaction) {
        this.operations = operations;
        this.engine = engine;
        this.counters = counters;
        this.callers = callers;
        this.idempotency = idempotency;
        this.ids = ids;
        this.redaction = redaction;
    }

    /**
     * 200 with a preview, 202 with the operation under way, or why not.
     *
     * @param idempotencyKey the request's header, or null
     * @param operation what is asked, so that one key cannot stand for two kinds of requests
     */
    Uni<Response> take(
            byte[] body,
            String idempotencyKey,
            String operation,
            BiFunction<JsonNode, Redaction, Checked<BulkOrder>> reader) {
        Checked<JsonNode> request = body.length > LARGEST_REQUEST
                ? Checked.refused(Problem.of(ProblemType.TOO_LARGE, "an order for a bulk operation is at most 256 KiB"))
                : RequestJson.read(body);
        return request.fold(
                json -> reader.apply(json, redaction)
                        .fold(order -> once(idempotencyKey, operation, body, order), BulkDesk::refused),
                BulkDesk::refused);
    }

    private Uni<Response> once(String idempotencyKey, String operation, byte[] body, BulkOrder order) {
        // What is counted and begun once the order is committed; nothing when it was given before.
        AtomicReference<Runnable> committed = new AtomicReference<>(() -> {});
        return idempotency
                .once(idempotencyKey, operation, body, transaction -> switch (order) {
                    case BulkOrder.Start start -> start(transaction, start, committed);
                    case BulkOrder.Freeze freeze -> freeze(transaction, freeze, committed);
                })
                .invoke(() -> committed.get().run())
                .onFailure(BulkOperations::isTooSlow)
                .recoverWithItem(() ->
                        tooWide("the jobs could not be found in time, and none was touched; narrow the filter, with"
                                + " created_after and created_before for instance"))
                .onFailure(failure -> StoreFault.of(failure) == StoreFault.REFUSED)
                .recoverWithItem(() -> violation("/filter", "holds a value that the database cannot compare with"));
    }

    private Uni<Response> freeze(
            Database.Transaction transaction, BulkOrder.Freeze order, AtomicReference<Runnable> committed) {
        UUID id = ids.next();
        BulkRequest request = new BulkRequest(
                id,
                order.action(),
                order.scope(),
                order.asked(),
                order.reason(),
                callers.present().name());
        Uni<Frozen> frozen = order.dryRun()
                ? operations.preview(transaction, request)
                : operations.begin(transaction, request, callers.entry("bulk.start", id.toString(), order.reason()));
        return frozen.map(found -> answer(found, committed));
    }

    private Uni<Response> start(
            Database.Transaction transaction, BulkOrder.Start order, AtomicReference<Runnable> committed) {
        return operations
                .start(
                        transaction,
                        order.token(),
                        order.action(),
                        order.reason(),
                        callers.present().name(),
                        callers.entry("bulk.start", order.token().toString(), order.reason()))
                .map(result -> switch (result) {
                    case StartResult.Started(BulkOperation operation) -> started(operation, committed);
                    case StartResult.Repeated(BulkOperation operation) -> accepted(operation);
                    case StartResult.Over(BulkOperation operation) -> over(operation, "started");
                    case StartResult.OtherAction other ->
                        violation("/token", "is one of " + other.action().wireName());
                    case StartResult.Unknown ignored ->
                        violation("/token", "belongs to no dry run, or to one of long ago; do another");
                });
    }

    private Response answer(Frozen frozen, AtomicReference<Runnable> committed) {
        return switch (frozen) {
            case Frozen.Previewed preview -> {
                committed.set(() -> counters.reached(preview.operation().action(), BulkState.PREVIEWED));
                yield Response.ok(BulkPreviewView.of(preview)).build();
            }
            case Frozen.Started(BulkOperation operation) -> started(operation, committed);
            case Frozen.TooMany(int most) ->
                tooWide("the filter finds more than " + most + " jobs, which is the most that one operation may hold;"
                        + " narrow it, with created_before for instance, and do the rest after that");
        };
    }

    private Response started(BulkOperation operation, AtomicReference<Runnable> committed) {
        committed.set(() -> {
            counters.reached(operation.action(), BulkState.RUNNING);
            if (operation.state() == BulkState.COMPLETED) {
                counters.reached(operation.action(), BulkState.COMPLETED);
            }
            engine.wake();
        });
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
