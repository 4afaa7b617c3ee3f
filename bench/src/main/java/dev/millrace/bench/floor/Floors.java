package dev.millrace.bench.floor;

import dev.millrace.bench.Progress;
import dev.millrace.bench.Sizes;
import dev.millrace.bench.load.BenchJob;
import dev.millrace.bench.load.HttpLoad;
import dev.millrace.bench.running.RunningSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Measures the floors. One that this machine cannot measure is left out, and said to be. */
public final class Floors {
    private static final int CALLERS = 32;
    private static final int OK = 200;

    private final RunningSystem system;
    private final Sizes sizes;
    private final Path workspace;
    private final Progress progress;
    private final Map<Floor, List<Double>> measured = new EnumMap<>(Floor.class);

    /** @param workspace a folder for what the tools want as files */
    public Floors(RunningSystem system, Sizes sizes, Path workspace, Progress progress) {
        this.system = system;
        this.sizes = sizes;
        this.workspace = workspace;
        this.progress = progress;
    }

    /** Measures those of PostgreSQL and RabbitMQ, which do not touch the services. */
    public void measureServers() throws IOException, SQLException, InterruptedException {
        PostgresqlFloor postgresql = new PostgresqlFloor(system, workspace, sizes.floorSeconds());
        note(Floor.SINGLE_COMMITS, postgresql.singleCommits());
        note(Floor.BULK_COMMITS, postgresql.bulkCommits());
        BrokerFloor broker = new BrokerFloor(system, sizes.floorMessages());
        note(Floor.PUBLISHED, broker.published());
        note(Floor.CONSUMED, broker.consumed());
    }

    /** Measures that of HTTP. */
    public void measureHttp() throws IOException {
        HttpLoad load = new HttpLoad(system.api(), BenchJob.nothing(system.api()), CALLERS);
        load.run(sizes.floorRequests() / 2, Floors::expectOk);
        Duration took = load.run(sizes.floorRequests(), Floors::expectOk);
        note(Floor.HTTP_NOTHING, OptionalDouble.of(sizes.floorRequests() * 1e9 / took.toNanos()));
    }

    private static void expectOk(int status, java.nio.ByteBuffer body, long sent, long received) {
        if (status != OK) {
            throw new IllegalStateException("answered " + status);
        }
    }

    private void note(Floor floor, OptionalDouble rate) {
        if (rate.isEmpty()) {
            progress.say("not measured, for its tool is not here: " + floor.description());
            return;
        }
        measured.computeIfAbsent(floor, first -> new ArrayList<>()).add(rate.getAsDouble());
        progress.say("%,9.0f %s  %s".formatted(rate.getAsDouble(), floor.unit(), floor.description()));
    }

    /** All that was measured, each as often as it was. */
    public Map<Floor, List<Double>> measured() {
        return measured;
    }
}
