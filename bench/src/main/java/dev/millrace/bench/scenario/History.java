package dev.millrace.bench.scenario;

import dev.millrace.bench.report.Figure;
import dev.millrace.bench.running.Seeds;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** F: the same drain beside many finished, and many scheduled jobs. The first figure is measured right before, beside none. */
public final class History implements Scenario {
    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        Seeds seeds = new Seeds(measuring.system().connection());
        List<Figure> figures = new ArrayList<>();
        figures.add(drain(measuring, "no other jobs"));
        int finished = 0;
        for (int number : measuring.sizes().history()) {
            seeds.addFinished(finished, number);
            finished = number;
            figures.add(drain(measuring, "%,d finished ones".formatted(number)));
        }
        seeds.addScheduled(measuring.sizes().scheduled());
        figures.add(drain(
                measuring,
                "%,d finished and %,d scheduled ones"
                        .formatted(finished, measuring.sizes().scheduled())));
        return figures;
    }

    private static Figure drain(Measuring measuring, String beside)
            throws IOException, SQLException, InterruptedException {
        return measuring.repeat(
                "F",
                "drain %,d waiting jobs beside %s".formatted(measuring.sizes().drained(), beside),
                "jobs/s",
                Drain.FLOORS,
                () -> Drain.drain(measuring));
    }
}
