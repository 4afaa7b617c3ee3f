package dev.millrace.api.queues;

import dev.millrace.api.directory.Directory;
import dev.millrace.api.paging.Items;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Shown;
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.store.Queues.QueueState;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which queues there are. */
@Path("/api/v1/queues")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queues")
public class QueuesResource {
    private final Directory directory;
    private final Statistics statistics;

    public QueuesResource(Directory directory, Statistics statistics) {
        this.directory = directory;
        this.statistics = statistics;
    }

    @GET
    @Operation(operationId = "listQueues", summary = "List the queues and how full they are")
    public Uni<Items<QueueView>> list() {
        return directory.refreshed().chain(snapshot -> statistics
                .depth()
                .map(depth -> new Items<>(snapshot.queues().stream()
                        .map(queue -> QueueView.of(queue, depth))
                        .toList())));
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getQueue", summary = "Show one queue")
    @APIResponse(
            responseCode = "200",
            description = "The queue",
            content = @Content(schema = @Schema(implementation = QueueView.class)))
    public Uni<Response> get(@PathParam("name") String name) {
        return directory.refreshed().chain(snapshot -> {
            QueueState queue = snapshot.queue(name);
            return queue == null
                    ? Uni.createFrom()
                            .item(Problem.of(ProblemType.NOT_FOUND, "there is no queue " + Shown.briefly(name))
                                    .toResponse())
                    : statistics.depth().map(depth -> Response.ok(QueueView.of(queue, depth))
                            .build());
        });
    }
}
