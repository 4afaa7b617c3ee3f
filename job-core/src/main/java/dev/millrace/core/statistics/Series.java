package dev.millrace.core.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One line of a chart.
 *
 * @param group what it stands for; empty for all, null for the rest
 * @param values one a step; null where there is none
 */
public record Series(String group, List<Double> values) {
    public Series {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
