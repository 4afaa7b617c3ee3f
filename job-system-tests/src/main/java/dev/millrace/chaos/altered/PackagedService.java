package dev.millrace.chaos.altered;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Stream;

/** A service as it is packaged. */
public final class PackagedService {
    private PackagedService() {}

    /**
     * Copies it, so that a later build does not disturb what runs, and changes the copy. An archive for quicker starts comes
     * along, and is used as long as no jar is changed; so the jars keep their times.
     *
     * @param from the folder with its {@code quarkus-run.jar}
     * @param to where the copy shall be; what is there goes
     */
    public static Path copy(Path from, Path to, Set<Alteration> alterations) {
        try {
            if (Files.exists(to)) {
                Alteration.deleteAll(to);
            }
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file :
                        files.filter(file -> !isUnfinishedArchive(from, file)).toList()) {
                    Path target = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            Path libraries = to.resolve("lib").resolve("main");
            for (Alteration alteration : alterations) {
                try (FileSystem jar = FileSystems.newFileSystem(core(libraries))) {
                    alteration.change(jar.getPath("/"), libraries);
                }
            }
            return to;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    // Somebody may be making it, and remove it at this moment.
    private static boolean isUnfinishedArchive(Path from, Path file) {
        return from.relativize(file).getName(0).toString().startsWith("archive.");
    }

    private static Path core(Path libraries) throws IOException {
        try (Stream<Path> jars = Files.list(libraries)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("dev.millrace.job-core-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
