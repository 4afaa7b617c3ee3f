package dev.millrace.api.workers;

import dev.millrace.api.paging.Items;
import dev.millrace.api.security.Role;
import dev.millrace.core.store.WorkerRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which workers there are. */
@Path("/api/v1/workers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workers")
public class WorkersResource {
    private final WorkerRegistry registry;

    public WorkersResource(WorkerRegistry registry) {
        this.registry = registry;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "listWorkers",
            summary = "List the workers, those last heard first",
            description = "Workers that ended in order are left out.")
    public Uni<Items<WorkerView>> list() {
        return registry.list()
                .map(workers -> new Items<>(workers.stream().map(WorkerView::of).toList()));
    }
}
