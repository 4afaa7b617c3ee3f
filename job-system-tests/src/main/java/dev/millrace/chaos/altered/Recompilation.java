package dev.millrace.chaos.altered;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Puts classes made from other sources in the place of those that a package has. */
final class Recompilation {
    private Recompilation() {}

    /**
     * Compiles together what is to be replaced, against what the service has.
     *
     * @param folder of the classes' package, within their jar
     * @param sources by the classes' simple names
     * @param libraries the folder with all jars of the service
     */
    static void of(Path folder, Map<String, String> sources, Path libraries) throws IOException {
        Path scratch = Files.createTempDirectory("altered");
        try (Stream<Path> jars = Files.list(libraries)) {
            List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "--release", "21", "-cp"));
            arguments.add(jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
            arguments.addAll(List.of("-d", scratch.toString()));
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = scratch.resolve(source.getKey() + ".java");
                Files.writeString(file, source.getValue());
                arguments.add(file.toString());
            }
            if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
                throw new IllegalStateException(sources.keySet() + " do not compile");
            }
            for (Path old : classes(folder, sources.keySet())) {
                Files.delete(old);
            }
            for (Path made : classes(scratch, sources.keySet())) {
                Files.copy(made, folder.resolve(made.getFileName().toString()));
            }
        } finally {
            Alteration.deleteAll(scratch);
        }
    }

    private static List<Path> classes(Path folder, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName() != null
                            && names.stream()
                                    .anyMatch(name ->
                                            file.getFileName().toString().matches(name + "(\\$.*)?\\.class")))
                    .toList();
        }
    }
}
