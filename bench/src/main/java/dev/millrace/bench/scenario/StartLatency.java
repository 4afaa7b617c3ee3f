package dev.millrace.bench.scenario;

import dev.millrace.bench.floor.DiskProbe;
import dev.millrace.bench.load.BenchJob;
import dev.millrace.bench.load.HttpLoad;
import dev.millrace.bench.load.Latencies;
import dev.millrace.bench.load.StartTimes;
import dev.millrace.bench.report.Figure;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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

    private static final String NAME = "from submit to start at 50 jobs/s";

    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        HttpLoad load = new HttpLoad(
                measuring.system().api(),
                BenchJob.postTellingStart(measuring.system().api()),
                CONNECTIONS);
        List<Double> middle = new ArrayList<>();
        List<Double> high = new ArrayList<>();
        List<Double> highest = new ArrayList<>();
        List<Double> disk = new ArrayList<>();
        for (int run = 0; run <= measuring.sizes().runs(); run++) {
            Latencies latencies;
            Latencies probed;
            try (DiskProbe probe = new DiskProbe(measuring.home())) {
                latencies = run(measuring, load);
                probed = probe.end();
            }
            double p50 = latencies.percentile(50);
            double p99 = latencies.percentile(99);
            measuring
                    .progress()
                    .say("D  %9.2f ms  p50, %.2f ms p99  %s%s"
                            .formatted(p50, p99, NAME, run == 0 ? " (warms up)" : ""));
            if (run > 0) {
                middle.add(p50);
                high.add(p99);
                highest.add(latencies.percentile(100));
                disk.add(probed.percentile(99));
            }
        }
        return List.of(
                new Figure("D", NAME + ", p50", "ms", middle, List.of(), Map.of()),
                new Figure(
                        "D",
                        NAME + ", p99",
                        "ms",
                        high,
                        List.of(),
                        Map.of(
                                "slowest ms",
                                Figure.median(highest),
                                "p99 ms of 4 KB made durable beside it",
                                Figure.median(disk))));
    }

    private static Latencies run(Measuring measuring, HttpLoad load)
            throws IOException, SQLException, InterruptedException {
        int jobs = measuring.sizes().paced();
        StartTimes times = new StartTimes(jobs);
        load.run(jobs, INTERVAL, times);
        measuring.system().awaitIdle();
        return times.latencies(measuring.system());
    }
}
