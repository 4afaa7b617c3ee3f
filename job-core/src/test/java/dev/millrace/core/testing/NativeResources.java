package dev.millrace.core.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a module's own {@code resource-config.json} lets into a native image; nothing else of its files is there at run time. */
public final class NativeResources {
    private final JsonNode content;

    private NativeResources(JsonNode content) {
        this.content = content;
    }

    /** @param module such as {@code job-core}, which the test is run in */
    public static NativeResources of(String module) {
        Path file = Path.of("src/main/resources/META-INF/native-image/dev.millrace", module, "resource-config.json");
        try {
            return new NativeResources(new ObjectMapper().readTree(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @param resource its path, without a leading slash */
    public boolean holds(String resource) {
        for (JsonNode include : content.at("/resources/includes")) {
            if (Pattern.matches(include.get("pattern").asText(), resource)) {
                return true;
            }
        }
        return false;
    }

    /** @param name as a program asks for it */
    public boolean holdsBundle(String name) {
        return content.at("/bundles").findValuesAsText("name").contains(name);
    }

    /** The paths of all files at or below a folder, as resources are named. */
    public static List<String> below(Path root, String folder) {
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
