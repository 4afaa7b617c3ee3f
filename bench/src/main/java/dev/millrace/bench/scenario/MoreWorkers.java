package dev.millrace.bench.scenario;

import dev.millrace.bench.report.Figure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** H: the same drain by more and more workers. New ones are warmed up first, as the first one was. */
public final class MoreWorkers implements Scenario {
    private static final int WARM_UPS = 2;

    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (int workers : measuring.sizes().workers()) {
            measuring.system().scaleWorkers(workers);
            figures.add(measuring.repeat(
                    "H",
                    "drain %,d waiting jobs, workers: %d"
                            .formatted(measuring.sizes().drained(), workers),
                    "jobs/s",
                    Drain.FLOORS,
                    WARM_UPS,
                    () -> Drain.drain(measuring)));
        }
        measuring.system().scaleWorkers(1);
        return figures;
    }
}
