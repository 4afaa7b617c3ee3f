package dev.millrace.bench.scenario;

import dev.millrace.bench.report.Figure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * H: a long drain by more and more workers, long because they hear up to a second apart that they may go. New ones are warmed up
 * until they run no faster, as the first one was: a JVM that compiles takes the processors from the others.
 */
public final class MoreWorkers implements Scenario {
    private static final int MOST_ROUNDS = 8;
    private static final int ROUNDS_WITHOUT_GAIN = 2;

    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        int jobs = measuring.sizes().shared();
        List<Figure> figures = new ArrayList<>();
        for (int workers : measuring.sizes().workers()) {
            measuring.system().scaleWorkers(workers);
            warmUp(measuring, jobs);
            figures.add(measuring.repeat(
                    "H",
                    "drain %,d waiting jobs, workers: %d".formatted(jobs, workers),
                    "jobs/s",
                    Drain.FLOORS,
                    () -> Drain.drain(measuring, jobs)));
        }
        measuring.system().scaleWorkers(1);
        return figures;
    }

    private static void warmUp(Measuring measuring, int jobs) throws SQLException, InterruptedException {
        Gain gain = new Gain(1, ROUNDS_WITHOUT_GAIN);
        boolean goesOn = true;
        for (int round = 1; round <= MOST_ROUNDS && goesOn; round++) {
            double rate = Drain.drain(measuring, jobs).figure();
            measuring.progress().say("H  %,9.1f jobs/s  warms up".formatted(rate));
            goesOn = gain.isLikely(rate);
        }
    }
}
