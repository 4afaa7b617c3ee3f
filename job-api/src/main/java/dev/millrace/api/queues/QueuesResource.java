package dev.millrace.api.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.directory.Directory;
import dev.millrace.api.json.Fields;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.paging.Items;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.Role;
import dev.millrace.api.stats.Overviews;
import dev.millrace.api.submit.SubmissionReader;
import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.store.Queues;
import dev.millrace.core.store.Queues.QueueState;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which queues there are, and where they are made, paused and resumed. */
@Path("/api/v1/queues")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queues")
public class QueuesResource {
    private static final int LONGEST_REASON = 1_000;
    private static final int LARGEST_REQUEST = 16 << 10;

    private final Directory directory;
    private final Overviews overviews;
    private final Queues queues;
    private final BrokerPages pages;
    private final Callers callers;

    public QueuesResource(Directory directory, Overviews overviews, Queues queues, BrokerPages pages, Callers callers) {
        this.directory = directory;
        this.overviews = overviews;
        this.queues = queues;
        this.pages = pages;
        this.callers = callers;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "listQueues",
            summary = "List the queues and how full they are",
            description = "Those that a worker serves, and those that an operator made.")
    public Uni<Items<QueueView>> list() {
        return directory.refreshed().chain(snapshot -> overviews
                .present()
                .map(overview -> new Items<>(snapshot.queues().stream()
                        .map(queue -> QueueView.of(queue, overview, pages))
                        .toList())));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(operationId = "getQueue", summary = "Show one queue")
    @APIResponse(
            responseCode = "200",
            description = "The queue",
            content = @Content(schema = @Schema(implementation = QueueView.class)))
    public Uni<Response> get(@PathParam("name") String name) {
        return directory.refreshed().chain(snapshot -> answer(name, Optional.ofNullable(snapshot.queue(name))));
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "putQueue",
            summary = "Make a queue, unless it is there",
            description = "From then on jobs may name it. They wait until a worker serves it. No body is needed.")
    @RequestBody(
            description = "Nothing, or an empty object",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT, maxProperties = 0)))
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = QueueView.class)))
    @APIResponse(
            responseCode = "200",
            description = "It was there",
            content = @Content(schema = @Schema(implementation = QueueView.class)))
    public Uni<Response> put(@PathParam("name") String name, byte[] body) {
        AuditEntry entry = callers.entry("queue.put", name, null);
        return read(body)
                .fold(
                        request -> {
                            Violations violations = new Violations();
                            Fields fields = Fields.of(request, "", violations);
                            if (fields != null) {
                                fields.refuseUnknown();
                            }
                            if (!SubmissionReader.QUEUE_NAME.matcher(name).matches()) {
                                violations.add("name", "must match " + SubmissionReader.QUEUE_NAME.pattern());
                            }
                            return violations.isEmpty()
                                    ? queues.put(name, entry).chain(this::made)
                                    : refused(violations.toProblem());
                        },
                        QueuesResource::refused);
    }

    @POST
    @Path("/{name}/pause")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "pauseQueue",
            summary = "Hold a queue's jobs back until it is resumed",
            description = "Jobs are still accepted, and stay pending; those that run are not disturbed. A queue that is"
                    + " paused already stays so since then, for the new reason.")
    @RequestBody(content = @Content(schema = @Schema(ref = "QueuePause")))
    @APIResponse(
            responseCode = "200",
            description = "The queue",
            content = @Content(schema = @Schema(implementation = QueueView.class)))
    public Uni<Response> pause(@PathParam("name") String name, byte[] body) {
        return read(body)
                .fold(
                        request -> {
                            Violations violations = new Violations();
                            String reason = reason(Fields.of(request, "", violations));
                            return !violations.isEmpty()
                                    ? refused(violations.toProblem())
                                    : onQueue(
                                            name,
                                            () -> queues.pause(
                                                    name,
                                                    callers.present().name(),
                                                    reason,
                                                    callers.entry("queue.pause", name, reason)));
                        },
                        QueuesResource::refused);
    }

    @POST
    @Path("/{name}/resume")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "resumeQueue",
            summary = "Let a queue's jobs run again",
            description =
                    "All that are pending are announced to the workers within seconds, a large backlog bit by bit.")
    @APIResponse(
            responseCode = "200",
            description = "The queue",
            content = @Content(schema = @Schema(implementation = QueueView.class)))
    public Uni<Response> resume(@PathParam("name") String name) {
        return onQueue(name, () -> queues.resume(name, callers.entry("queue.resume", name, null)));
    }

    /** What cannot be the name of a queue is not even asked for. */
    private Uni<Response> onQueue(String name, Supplier<Uni<Optional<QueueState>>> work) {
        return SubmissionReader.QUEUE_NAME.matcher(name).matches()
                ? work.get().chain(queue -> answer(name, queue))
                : answer(name, Optional.empty());
    }

    private static String reason(Fields fields) {
        if (fields == null) {
            return null;
        }
        String reason = fields.text("reason");
        if (reason != null && (reason.isBlank() || reason.length() > LONGEST_REASON)) {
            fields.refuse("reason", "must have 1 to " + LONGEST_REASON + " characters");
        }
        fields.refuseUnknown();
        return reason;
    }

    private Uni<Response> made(Queues.PutQueue put) {
        return view(put.queue())
                .map(view -> put.made()
                        ? Response.status(Response.Status.CREATED)
                                .header(HttpHeaders.LOCATION, "/api/v1/queues/" + view.name())
                                .entity(view)
                                .build()
                        : Response.ok(view).build());
    }

    private Uni<Response> answer(String name, Optional<QueueState> queue) {
        return queue.map(known -> view(known).map(view -> Response.ok(view).build()))
                .orElseGet(
                        () -> refused(Problem.of(ProblemType.NOT_FOUND, "there is no queue " + Shown.briefly(name))));
    }

    private Uni<QueueView> view(QueueState queue) {
        return overviews.present().map(overview -> QueueView.of(queue, overview, pages));
    }

    private static Checked<JsonNode> read(byte[] body) {
        if (body == null || body.length == 0) {
            return Checked.sound(JsonNodeFactory.instance.objectNode());
        }
        return body.length > LARGEST_REQUEST
                ? Checked.refused(Problem.of(ProblemType.TOO_LARGE, "such a request is at most 16 KiB"))
                : RequestJson.read(body);
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }
}
