package dev.millrace.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Alert rules and dashboards: those of deploy/monitoring, and their copies in the chart, which ships only what lies within it. */
final class MonitoringFiles {
    private static final Path COPIES = Repository.CHART.resolve("files");

    private MonitoringFiles() {}

    /** By their paths within the chart's files. */
    static Map<String, String> originals() {
        Map<String, String> files = new TreeMap<>();
        Path rules = Repository.MONITORING.resolve("rules.yml");
        if (Files.exists(rules)) {
            files.put("rules.yml", Repository.read(rules));
        }
        Repository.filesOf(Repository.MONITORING.resolve("grafana/dashboards"), ".json")
                .forEach(dashboard -> files.put("dashboards/" + dashboard.getFileName(), Repository.read(dashboard)));
        return files;
    }

    static Map<String, String> copies() {
        Map<String, String> files = new TreeMap<>();
        Repository.filesOf(COPIES, ".yml")
                .forEach(file -> files.put(file.getFileName().toString(), Repository.read(file)));
        Repository.filesOf(COPIES.resolve("dashboards"), ".json")
                .forEach(file -> files.put("dashboards/" + file.getFileName(), Repository.read(file)));
        return files;
    }

    static void copy() throws IOException {
        for (String gone : copies().keySet()) {
            Files.delete(COPIES.resolve(gone));
        }
        for (Map.Entry<String, String> file : originals().entrySet()) {
            Path copy = COPIES.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, file.getValue());
        }
    }
}
