package dev.millrace.system;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What processes show to Prometheus, in its text format: names, types and labels, without the values. */
final class Exposition {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+.*");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"(?:[^\"\\\\]|\\\\.)*\"");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, Set<String>> series = new TreeMap<>();

    /** Adds what a process shows. */
    Exposition with(String text) {
        text.lines().forEach(this::read);
        return this;
    }

    /** By the name of the family, as its type is told: {@code counter}, {@code gauge}, {@code histogram}, {@code summary}. */
    Map<String, String> types() {
        return types;
    }

    /** By the name of the series, which of a family may be several: all labels that any of them has. */
    Map<String, Set<String>> series() {
        return series;
    }

    /** The labels of a family, whatever its series are named. */
    Set<String> labelsOf(String family) {
        Set<String> labels = new TreeSet<>();
        series.forEach((name, its) -> {
            if (name.equals(family) || name.matches(Pattern.quote(family) + "_(count|sum|bucket)")) {
                labels.addAll(its);
            }
        });
        labels.remove("le");
        return labels;
    }

    private void read(String line) {
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (type.matches()) {
            boolean lacksEnding =
                    type.group(2).equals("counter") && !type.group(1).endsWith("_total");
            // OpenMetrics names a counter without the ending that its series has.
            types.put(lacksEnding ? type.group(1) + "_total" : type.group(1), type.group(2));
        } else if (!line.startsWith("#") && sample.matches()) {
            Set<String> labels = series.computeIfAbsent(sample.group(1), ignored -> new TreeSet<>());
            if (sample.group(2) != null) {
                Matcher label = LABEL.matcher(sample.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
    }
}
