package dev.millrace.bench.scenario;

import dev.millrace.bench.Progress;
import dev.millrace.bench.Sizes;
import dev.millrace.bench.floor.Floor;
import dev.millrace.bench.report.Figure;
import dev.millrace.bench.running.ProcessTimes;
import dev.millrace.bench.running.RunningSystem;
import dev.millrace.launching.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scenario measures with.
 *
 * @param system what is measured
 * @param sizes how much of everything
 * @param progress where to say how it goes
 * @param home a folder on the disk of all servers
 */
public record Measuring(RunningSystem system, Sizes sizes, Progress progress, Path home) {
    private static final double MICROSECONDS_A_MILLISECOND = 1_000;

    /** What one run came to. */
    interface Trial {
        /** Measures once, and leaves the system idle. */
        Outcome run() throws IOException, SQLException, InterruptedException;
    }

    /**
     * What a run came to.
     *
     * @param details by name
     */
    record Outcome(double figure, Map<String, Double> details) {}

    /** Runs it once to warm up, and then as often as the sizes say. */
    Figure repeat(String scenario, String name, String unit, List<Floor> floors, Trial trial)
            throws IOException, SQLException, InterruptedException {
        List<Double> figures = new ArrayList<>();
        Map<String, List<Double>> details = new LinkedHashMap<>();
        for (int run = 0; run <= sizes.runs(); run++) {
            Outcome outcome = trial.run();
            progress.say("%s  %,9.1f %s  %s%s"
                    .formatted(scenario, outcome.figure, unit, name, run == 0 ? " (warms up)" : ""));
            if (run > 0) {
                figures.add(outcome.figure);
                outcome.details.forEach((detail, value) -> details.computeIfAbsent(detail, first -> new ArrayList<>())
                        .add(value));
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        details.forEach((detail, values) -> medians.put(detail, Figure.median(values)));
        return new Figure(scenario, name, unit, figures, floors, medians);
    }

    /** Begins to count CPU time. */
    CpuCount countCpu() {
        List<RunningProcess> processes = system.processes();
        return new CpuCount(processes, ProcessTimes.now(processes));
    }

    /** CPU time from a moment on. */
    record CpuCount(List<RunningProcess> processes, ProcessTimes before) {
        /** What each part has used since, in µs a job. */
        Map<String, Double> since(int jobs) {
            Map<String, Double> used = new LinkedHashMap<>();
            ProcessTimes.now(processes)
                    .since(before)
                    .forEach((part, milliseconds) -> used.put(part, milliseconds * MICROSECONDS_A_MILLISECOND / jobs));
            return used;
        }
    }
}
