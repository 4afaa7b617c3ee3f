package dev.millrace.api.stats;

import dev.millrace.core.batching.BatchLimits;
import dev.millrace.core.batching.Batcher;
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.store.Database;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Reads the maintained counts. Whoever asks while a reading is under way shares the next one, which began after it asked. */
@Singleton
public class Overviews {
    /** How far back failing types are looked for. */
    static final int FAILING_MINUTES = 15;

    private static final int MOST_FAILING = 20;
    private static final int MOST_WAITING = 10_000;

    private final Statistics statistics;
    private final Database database;
    private final Batcher<Boolean, Overview> readings;

    public Overviews(Statistics statistics, Database database) {
        this.statistics = statistics;
        this.database = database;
        readings = new Batcher<>(
                "overview",
                new BatchLimits(MOST_WAITING, 1, 1, MOST_WAITING),
                asked -> 0,
                failure -> false,
                this::readForAll);
    }

    /** The counts as they are now; fails with {@link dev.millrace.core.store.StoreUnavailable}. */
    public Uni<Overview> present() {
        return readings.submit(true);
    }

    private Uni<List<Overview>> readForAll(List<Boolean> asked) {
        return Uni.combine()
                .all()
                .unis(
                        statistics.depth(),
                        statistics.workers(),
                        statistics.totals(),
                        statistics.recent(),
                        statistics.queueWorkers(),
                        statistics.failingTypes(FAILING_MINUTES, MOST_FAILING),
                        statistics.outbox(),
                        answeredIn())
                .asTuple()
                .map(read -> new Overview(
                        read.getItem1(),
                        read.getItem2(),
                        read.getItem3(),
                        read.getItem4(),
                        read.getItem5(),
                        read.getItem6(),
                        read.getItem7(),
                        read.getItem8()))
                .map(overview -> Collections.nCopies(asked.size(), overview));
    }

    private Uni<Duration> answeredIn() {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return database.probe().map(ignored -> Duration.ofNanos(System.nanoTime() - asked));
        });
    }
}
