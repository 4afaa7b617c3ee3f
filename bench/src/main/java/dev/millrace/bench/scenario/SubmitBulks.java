package dev.millrace.bench.scenario;

import dev.millrace.bench.floor.Floor;
import dev.millrace.bench.load.ClientLoad;
import dev.millrace.bench.report.Figure;
import dev.millrace.bench.running.HeldWorkers;
import dev.millrace.bench.running.JobsEnded;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** B: 4 callers submit bulks of 1,000 through the client, while the worker is held. */
public final class SubmitBulks implements Scenario {
    static final int CALLERS = 4;
    static final int BULK = 1_000;

    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        return List.of(measuring.repeat(
                "B",
                "submit bulks of 1,000, 4 callers",
                "jobs/s",
                List.of(Floor.BULK_COMMITS),
                () -> bulks(measuring)));
    }

    private static Measuring.Outcome bulks(Measuring measuring) throws SQLException, InterruptedException {
        int jobs = measuring.sizes().bulks() * BULK;
        Instant since = Instant.now();
        HeldWorkers held = HeldWorkers.hold(measuring.system());
        Measuring.CpuCount cpu = measuring.countCpu();
        ClientLoad.Submitted submitted = ClientLoad.bulks(
                measuring.system().client(), CALLERS, measuring.sizes().bulks(), BULK);
        Map<String, Double> details = cpu.since(jobs);
        held.release();
        measuring.system().awaitIdle();
        JobsEnded.of(measuring.system(), submitted.ids(), since);
        return new Measuring.Outcome(jobs * 1e9 / submitted.took().toNanos(), details);
    }
}
