package dev.millrace.chaos.altered;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Something that keeps jobs safe, taken out of the packaged services, to show that the suite notices. Of the fence and the
 * confirm no configuration can rid them: a copy of the package is changed instead.
 */
public enum Alteration {
    /** Whoever says that an attempt has ended is believed, whichever attempt runs now. */
    WITHOUT_FENCE {
        @Override
        void change(Path root, Path libraries) throws IOException {
            for (String statement : FENCED) {
                Path file = root.resolve("sql").resolve(statement);
                String sql = Files.readString(file);
                String changed = sql.replaceFirst("AND job\\.attempt = \\w+\\.attempt", "");
                if (changed.equals(sql)) {
                    throw new IllegalStateException(statement + " has no fence in the words that were looked for");
                }
                Files.writeString(file, changed);
            }
        }
    },

    /** A ticket counts as published as soon as it is on its way. */
    WITHOUT_CONFIRM {
        @Override
        void change(Path root, Path libraries) throws IOException {
            try (InputStream source = Alteration.class.getResourceAsStream("/altered/TicketAnnouncer.java")) {
                Recompilation.of(
                        root.resolve("dev/millrace/core/announcement"),
                        Map.of("TicketAnnouncer", new String(source.readAllBytes(), StandardCharsets.UTF_8)),
                        libraries);
            }
        }
    },

    /** Nobody looks for jobs whose tickets the broker has forgotten; there is a setting for that. */
    WITHOUT_RECONCILER {
        @Override
        void change(Path root, Path libraries) {}

        @Override
        public Map<String, String> environment() {
            return Map.of("MILLRACE_SCHEDULER_RECONCILE_ENABLED", "false");
        }
    };

    private static final List<String> FENCED = List.of("end_jobs.sql", "retry_jobs.sql", "bury_jobs.sql");

    /** Settings that it takes. */
    public Map<String, String> environment() {
        return Map.of();
    }

    /**
     * Changes the package.
     *
     * @param root of job-core's jar
     * @param libraries the folder with all jars of the service
     */
    abstract void change(Path root, Path libraries) throws IOException;

    static void deleteAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
