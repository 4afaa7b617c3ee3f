package dev.millrace.bench.scenario;

import dev.millrace.bench.floor.Floor;
import dev.millrace.bench.load.ClientLoad;
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

/**
 * C: 20,000 jobs wait, all their tickets in RabbitMQ, and the workers are let go. By PostgreSQL's clock, from the first claim to the
 * last recorded end.
 */
public final class Drain implements Scenario {
    static final List<Floor> FLOORS = List.of(Floor.CONSUMED);

    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        return List.of(measuring.repeat(
                "C",
                "drain %,d waiting jobs, one worker".formatted(measuring.sizes().drained()),
                "jobs/s",
                FLOORS,
                () -> drain(measuring)));
    }

    static Measuring.Outcome drain(Measuring measuring) throws SQLException, InterruptedException {
        return drain(measuring, measuring.sizes().drained());
    }

    static Measuring.Outcome drain(Measuring measuring, int jobs) throws SQLException, InterruptedException {
        Instant since = Instant.now();
        HeldWorkers held = HeldWorkers.hold(measuring.system());
        ClientLoad.Submitted submitted = ClientLoad.bulks(
                measuring.system().client(), SubmitBulks.CALLERS, jobs / SubmitBulks.BULK, SubmitBulks.BULK);
        measuring.system().awaitAnnounced();
        Measuring.CpuCount cpu = measuring.countCpu();
        long released = System.nanoTime();
        held.release();
        measuring.system().awaitIdle();
        Duration wall = Duration.ofNanos(System.nanoTime() - released);
        Map<String, Double> details = new LinkedHashMap<>(cpu.since(jobs));
        JobsEnded ended = JobsEnded.of(measuring.system(), submitted.ids(), since);
        details.put("jobs/s from the release on", jobs * 1e9 / wall.toNanos());
        details.put("attempted again", (double) ended.repeated());
        return new Measuring.Outcome(jobs * 1e9 / ended.draining().toNanos(), details);
    }
}
