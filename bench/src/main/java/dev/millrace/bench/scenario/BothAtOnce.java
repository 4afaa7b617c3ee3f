package dev.millrace.bench.scenario;

import dev.millrace.bench.floor.Floor;
import dev.millrace.bench.load.AcceptedIds;
import dev.millrace.bench.load.BenchJob;
import dev.millrace.bench.load.ClientLoad;
import dev.millrace.bench.load.HttpLoad;
import dev.millrace.bench.report.Figure;
import dev.millrace.bench.running.JobsEnded;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** E: 32 callers submit one by one while a worker runs what they submit. From the first acceptance to the last recorded end. */
public final class BothAtOnce implements Scenario {
    private static final int CALLERS = 32;
    private static final List<Floor> FLOORS = List.of(Floor.HTTP_NOTHING, Floor.SINGLE_COMMITS);

    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        return List.of(
                measuring.repeat(
                        "E",
                        "submit and run at once, 32 callers, through the client",
                        "jobs/s",
                        FLOORS,
                        () -> gathered(measuring)),
                measuring.repeat(
                        "E",
                        "submit and run at once, 32 callers, plain HTTP",
                        "jobs/s",
                        FLOORS,
                        () -> plain(measuring)));
    }

    static Measuring.Outcome gathered(Measuring measuring) throws SQLException, InterruptedException {
        int jobs = measuring.sizes().both();
        Instant since = Instant.now();
        Measuring.CpuCount cpu = measuring.countCpu();
        List<UUID> ids =
                ClientLoad.oneByOne(measuring.system().client(), CALLERS, jobs).ids();
        return outcome(measuring, ids, since, cpu);
    }

    static Measuring.Outcome plain(Measuring measuring) throws IOException, SQLException, InterruptedException {
        int jobs = measuring.sizes().both();
        Instant since = Instant.now();
        AcceptedIds accepted = new AcceptedIds(jobs);
        Measuring.CpuCount cpu = measuring.countCpu();
        new HttpLoad(measuring.system().api(), BenchJob.post(measuring.system().api()), CALLERS).run(jobs, accepted);
        return outcome(measuring, accepted.ids(), since, cpu);
    }

    private static Measuring.Outcome outcome(Measuring measuring, List<UUID> ids, Instant since, Measuring.CpuCount cpu)
            throws SQLException, InterruptedException {
        measuring.system().awaitIdle();
        Map<String, Double> details = new LinkedHashMap<>(cpu.since(ids.size()));
        JobsEnded ended = JobsEnded.of(measuring.system(), ids, since);
        details.put("attempted again", (double) ended.repeated());
        return new Measuring.Outcome(ids.size() * 1e9 / ended.whole().toNanos(), details);
    }
}
