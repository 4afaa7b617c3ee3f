package dev.millrace.api.stats;

import dev.millrace.core.batching.BatchLimits;
import dev.millrace.core.batching.Batcher;
import dev.millrace.core.statistics.Statistics;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Everything in numbers. Clients that ask at the same moment share one reading. */
@Path("/api/v1/stats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statistics")
public class StatsResource {
    private static final int MOST_WAITING = 10_000;

    private final Statistics statistics;
    private final Batcher<Boolean, StatsView> readings;

    public StatsResource(Statistics statistics) {
        this.statistics = statistics;
        readings = new Batcher<>(
                "statistics",
                new BatchLimits(MOST_WAITING, 1, 1, MOST_WAITING),
                asked -> 0,
                failure -> false,
                this::readForAll);
    }

    @GET
    @Operation(operationId = "getStatistics", summary = "Show everything in numbers")
    public Uni<StatsView> get() {
        return readings.submit(true);
    }

    private Uni<List<StatsView>> readForAll(List<Boolean> asked) {
        return Uni.combine()
                .all()
                .unis(statistics.depth(), statistics.workers(), statistics.totals(), statistics.recent())
                .asTuple()
                .map(read -> StatsView.of(read.getItem1(), read.getItem2(), read.getItem3(), read.getItem4()))
                .map(view -> Collections.nCopies(asked.size(), view));
    }
}
