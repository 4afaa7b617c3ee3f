package dev.millrace.bench.scenario;

import dev.millrace.bench.report.Figure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** One of the things that are measured. */
public interface Scenario {
    /** Measures it, and leaves the system idle. */
    List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException;
}
