package dev.millrace.bench.scenario;

import dev.millrace.bench.load.BenchJob;
import dev.millrace.bench.load.HttpLoad;
import dev.millrace.bench.load.Latencies;
import dev.millrace.bench.load.StartTimes;
import dev.millrace.bench.report.Figure;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * D: 50 jobs a second, one a request. From the moment in which a request is sent to that in which its job's handler begins, by the
 * handler's own account; both read the clock of this machine.
 */
public final class StartLatency implements Scenario {
    private static final long INTERVAL = Duration.ofMillis(20).toNanos();
    /** So that a slow answer holds up no other request. */
    private static final int CONNECTIONS = 16;

    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        HttpLoad load = new HttpLoad(
                measuring.system().api(),
                BenchJob.postTellingStart(measuring.system().api()),
                CONNECTIONS);
        int jobs = measuring.sizes().paced();
        load.run(jobs / 4, INTERVAL, new StartTimes(jobs));
        StartTimes times = new StartTimes(jobs);
        load.run(jobs, INTERVAL, times);
        measuring.system().awaitIdle();
        Latencies latencies = times.latencies(measuring.system());
        return List.of(
                figure(measuring, "p50", latencies.percentile(50)), figure(measuring, "p99", latencies.percentile(99)));
    }

    private static Figure figure(Measuring measuring, String name, double value) {
        String whole = "from submit to start at 50 jobs/s, " + name;
        measuring.progress().say("D  %9.2f ms  %s".formatted(value, whole));
        return new Figure("D", whole, "ms", List.of(value), List.of(), Map.of());
    }
}
