package dev.millrace.bench;

import dev.millrace.bench.running.RunningSystem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What everything was measured on. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    static Map<String, String> describe(RunningSystem system) throws SQLException, IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        machine.put(
                "processors",
                Runtime.getRuntime().availableProcessors() + ", shared by everything: " + processorName());
        machine.put(
                "load average at the end",
                "%.1f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        machine.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        try (Statement statement = system.connection().createStatement();
                ResultSet row = statement.executeQuery("select version(), current_setting('fsync'),"
                        + " current_setting('synchronous_commit'), current_setting('full_page_writes')")) {
            row.next();
            machine.put("PostgreSQL", row.getString(1).split(",", 2)[0]);
            machine.put(
                    "durability",
                    "fsync %s, synchronous_commit %s, full_page_writes %s; quorum queues, confirms awaited"
                            .formatted(row.getString(2), row.getString(3), row.getString(4)));
        }
        return machine;
    }

    private static String processorName() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(PROCESSORS).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
