package dev.millrace.api.stats;

import dev.millrace.api.security.Role;
import dev.millrace.core.messaging.TicketPublisher;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Everything in numbers. Clients that ask at the same moment share one reading. */
@Path("/api/v1/stats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statistics")
public class StatsResource {
    private final Overviews overviews;
    private final TicketPublisher publisher;

    public StatsResource(Overviews overviews, TicketPublisher publisher) {
        this.overviews = overviews;
        this.publisher = publisher;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "getStatistics",
            summary = "Show everything in numbers",
            description =
                    "From counts that are maintained, and depths that are measured in the background: it costs the"
                            + " same however many jobs there are.")
    public Uni<StatsView> get() {
        return overviews.present().map(overview -> StatsView.of(overview, publisher.available()));
    }
}
