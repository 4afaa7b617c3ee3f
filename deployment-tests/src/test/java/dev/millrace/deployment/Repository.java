package dev.millrace.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where in the repository things are. */
final class Repository {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static final Path CHART = ROOT.resolve("deploy/helm/millrace");
    static final Path MANIFESTS = ROOT.resolve("deploy/kubernetes");
    static final Path MONITORING = ROOT.resolve("deploy/monitoring");
    static final Path SIZES = ROOT.resolve("deploy/postgresql/sizes.sql");
    static final Path DOCUMENTS = ROOT.resolve("docs");

    private Repository() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The files of a directory whose names end so, in the order of their names; none when there is no such directory. */
    static List<Path> filesOf(Path directory, String ending) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
