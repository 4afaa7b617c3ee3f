package dev.millrace.bench.scenario;

import dev.millrace.bench.floor.Floor;
import dev.millrace.bench.load.AcceptedIds;
import dev.millrace.bench.load.BenchJob;
import dev.millrace.bench.load.ClientLoad;
import dev.millrace.bench.load.HttpLoad;
import dev.millrace.bench.report.Figure;
import dev.millrace.bench.running.HeldWorkers;
import dev.millrace.bench.running.JobsEnded;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A: 32 callers submit jobs one by one, over plain HTTP and through the client, while the worker is held. */
public final class SubmitOneByOne implements Scenario {
    private static final int CALLERS = 32;

    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        return List.of(
                measuring.repeat(
                        "A",
                        "submit one by one, 32 callers, plain HTTP, a job a request",
                        "jobs/s",
                        List.of(Floor.HTTP_NOTHING, Floor.SINGLE_COMMITS),
                        () -> plain(measuring)),
                measuring.repeat(
                        "A",
                        "submit one by one, 32 callers, through the client",
                        "jobs/s",
                        List.of(Floor.HTTP_NOTHING, Floor.SINGLE_COMMITS),
                        () -> gathered(measuring)));
    }

    private static Measuring.Outcome plain(Measuring measuring) throws IOException, SQLException, InterruptedException {
        int jobs = measuring.sizes().submitted();
        Instant since = Instant.now();
        HeldWorkers held = HeldWorkers.hold(measuring.system());
        AcceptedIds accepted = new AcceptedIds(jobs);
        HttpLoad load = new HttpLoad(
                measuring.system().api(), BenchJob.post(measuring.system().api()), CALLERS);
        Measuring.CpuCount cpu = measuring.countCpu();
        Duration took = load.run(jobs, accepted);
        Map<String, Double> details = new LinkedHashMap<>(cpu.since(jobs));
        details.put("p50 ms", accepted.latencies().percentile(50));
        details.put("p99 ms", accepted.latencies().percentile(99));
        held.release();
        measuring.system().awaitIdle();
        JobsEnded.of(measuring.system(), accepted.ids(), since);
        return new Measuring.Outcome(jobs * 1e9 / took.toNanos(), details);
    }

    private static Measuring.Outcome gathered(Measuring measuring) throws SQLException, InterruptedException {
        int jobs = measuring.sizes().gathered();
        Instant since = Instant.now();
        HeldWorkers held = HeldWorkers.hold(measuring.system());
        Measuring.CpuCount cpu = measuring.countCpu();
        ClientLoad.Submitted submitted = ClientLoad.oneByOne(measuring.system().client(), CALLERS, jobs);
        Map<String, Double> details = cpu.since(jobs);
        held.release();
        measuring.system().awaitIdle();
        JobsEnded.of(measuring.system(), submitted.ids(), since);
        return new Measuring.Outcome(jobs * 1e9 / submitted.took().toNanos(), details);
    }
}
