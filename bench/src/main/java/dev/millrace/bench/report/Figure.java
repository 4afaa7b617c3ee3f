package dev.millrace.bench.report;

import dev.millrace.bench.floor.Floor;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one thing.
 *
 * @param scenario its letter
 * @param name what it is
 * @param unit such as {@code jobs/s}
 * @param runs each run's figure, in order
 * @param floors what it is to be compared with
 * @param details what else was seen, medians over the runs, such as CPU time by part
 */
public record Figure(
        String scenario, String name, String unit, List<Double> runs, List<Floor> floors, Map<String, Double> details) {
    public Figure {
        runs = List.copyOf(runs);
        floors = List.copyOf(floors);
    }

    /** The middle one of the runs, or the mean of the two in the middle. */
    public double median() {
        return median(runs);
    }

    /** The middle one, or the mean of the two in the middle. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
