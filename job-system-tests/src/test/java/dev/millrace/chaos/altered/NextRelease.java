package dev.millrace.chaos.altered;

import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a release after this build would be: the same services, made for a schema with more migrations. Nothing in production can
 * be told which schema it is made for, so the two classes that know are compiled anew.
 */
public final class NextRelease {
    private static final String MIGRATION = "dev/millrace/core/migration";
    private static final String KNOWN = "int KNOWN = \\d+;";

    private NextRelease() {}

    /**
     * Makes it of this build's packages.
     *
     * @param folder where it shall be, each service in a folder of its own
     * @param known the last migration that it is made for
     */
    public static void make(Path folder, List<String> services, int known) throws IOException {
        Path core = null;
        for (String service : services) {
            Path packaged = RealServices.repository().resolve(service).resolve("target/quarkus-app");
            Path libraries = Files.createDirectories(folder.resolve(service).resolve("lib/main"));
            for (String shared : List.of("app", "quarkus", "lib/boot")) {
                Files.createSymbolicLink(folder.resolve(service).resolve(shared), packaged.resolve(shared));
            }
            try (Stream<Path> jars = Files.list(packaged.resolve("lib/main"))) {
                for (Path jar : jars.toList()) {
                    Path here = libraries.resolve(jar.getFileName());
                    if (!jar.getFileName().toString().startsWith("dev.millrace.job-core-")) {
                        Files.createSymbolicLink(here, jar);
                    } else if (core == null) {
                        core = Files.copy(jar, here);
                    } else {
                        Files.createSymbolicLink(here, core);
                    }
                }
            }
        }
        raise(core, known);
    }

    private static void raise(Path core, int known) throws IOException {
        Path sources =
                RealServices.repository().resolve("job-core/src/main/java").resolve(MIGRATION);
        String version = Files.readString(sources.resolve("SchemaVersion.java"));
        String raised = version.replaceFirst(KNOWN, "int KNOWN = " + known + ";");
        if (raised.equals(version)) {
            throw new IllegalStateException(
                    "SchemaVersion does not say what it knows in the words that were looked for");
        }
        try (FileSystem jar = FileSystems.newFileSystem(core)) {
            Recompilation.of(
                    jar.getPath("/").resolve(MIGRATION),
                    // Who reads a constant has it within.
                    Map.of(
                            "SchemaVersion",
                            raised,
                            "SchemaCheck",
                            Files.readString(sources.resolve("SchemaCheck.java"))),
                    core.getParent());
        }
    }
}
