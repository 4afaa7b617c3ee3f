package dev.millrace.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.bench.floor.Floor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that was measured in one run of the benchmark.
 *
 * @param machine what it was measured on, by name
 */
public record Report(Map<String, String> machine, Map<Floor, List<Double>> floors, List<Figure> figures) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** For programs. */
    public void write(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.set("machine", JSON.valueToTree(machine));
        ObjectNode floorNodes = root.putObject("floors");
        floors.forEach((floor, runs) -> floorNodes
                .putObject(floor.name().toLowerCase(Locale.ROOT))
                .put("description", floor.description())
                .put("unit", floor.unit())
                .put("median", Figure.median(runs))
                .set("runs", JSON.valueToTree(runs)));
        var list = root.putArray("figures");
        for (Figure figure : figures) {
            ObjectNode node = list.addObject()
                    .put("scenario", figure.scenario())
                    .put("name", figure.name())
                    .put("unit", figure.unit())
                    .put("median", figure.median());
            node.set("runs", JSON.valueToTree(figure.runs()));
            node.set("of_floor", JSON.valueToTree(ofFloors(figure)));
            node.set("details", JSON.valueToTree(figure.details()));
        }
        JSON.writeValue(file.toFile(), root);
    }

    /** For people: tables in Markdown. */
    public String table() {
        List<String> lines = new ArrayList<>();
        machine.forEach((name, value) -> lines.add("- " + name + ": " + value));
        lines.add("");
        lines.add("| | measured | median | | runs | of its floor |");
        lines.add("|---|---|---:|---|---|---|");
        for (Figure figure : figures) {
            lines.add("| %s | %s | **%s** | %s | %s | %s |"
                    .formatted(
                            figure.scenario(),
                            figure.name(),
                            number(figure.median()),
                            figure.unit(),
                            figure.runs().stream().map(Report::number).collect(Collectors.joining(", ")),
                            ofFloors(figure).entrySet().stream()
                                    .map(floor -> "%.2f %s".formatted(floor.getValue(), floor.getKey()))
                                    .collect(Collectors.joining(", "))));
        }
        lines.add("");
        lines.add("| floor | median | | runs |");
        lines.add("|---|---:|---|---|");
        floors.forEach((floor, runs) -> lines.add("| %s | **%s** | %s | %s |"
                .formatted(
                        floor.description(),
                        number(Figure.median(runs)),
                        floor.unit(),
                        runs.stream().map(Report::number).collect(Collectors.joining(", ")))));
        lines.add("");
        lines.add("| | measured | what else was seen (CPU in µs a job) |");
        lines.add("|---|---|---|");
        for (Figure figure : figures) {
            if (!figure.details().isEmpty()) {
                lines.add("| %s | %s | %s |"
                        .formatted(
                                figure.scenario(),
                                figure.name(),
                                figure.details().entrySet().stream()
                                        .map(detail -> detail.getKey() + " " + number(detail.getValue()))
                                        .collect(Collectors.joining(", "))));
            }
        }
        return String.join("\n", lines);
    }

    private Map<String, Double> ofFloors(Figure figure) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (Floor floor : figure.floors()) {
            if (floors.containsKey(floor)) {
                ratios.put(floor.name().toLowerCase(Locale.ROOT), figure.median() / Figure.median(floors.get(floor)));
            }
        }
        return ratios;
    }

    private static String number(double value) {
        return value >= 100
                ? "%,.0f".formatted(value)
                : value >= 10 ? "%.1f".formatted(value) : "%.2f".formatted(value);
    }
}
