package dev.millrace.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml} as it is written, with what it merges merged, and nothing filled in. */
final class ComposeFile {
    private final Map<?, ?> content;

    private ComposeFile(Map<?, ?> content) {
        this.content = content;
    }

    static ComposeFile read(Path file) {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            return new ComposeFile(new Yaml(new SafeConstructor(options)).load(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Set<?> keys() {
        return content.keySet();
    }

    /** By name. */
    Map<String, Service> services() {
        Map<String, Service> services = new TreeMap<>();
        map(content.get("services"))
                .forEach((name, service) -> services.put((String) name, new Service((String) name, map(service))));
        return services;
    }

    Set<?> volumes() {
        return map(content.get("volumes")).keySet();
    }

    private static Map<?, ?> map(Object value) {
        return value == null ? Map.of() : (Map<?, ?>) value;
    }

    /** What stands below a service's name. */
    record Service(String name, Map<?, ?> entries) {
        String image() {
            return (String) entries.get("image");
        }

        boolean isBuilt() {
            return entries.containsKey("build");
        }

        String buildOf(String entry) {
            return String.valueOf(map(entries.get("build")).get(entry));
        }

        Map<?, ?> buildArguments() {
            return map(map(entries.get("build")).get("args"));
        }

        boolean isOn(String entry) {
            return Boolean.TRUE.equals(entries.get(entry));
        }

        List<String> texts(String entry) {
            Object value = entries.get(entry);
            return value == null
                    ? List.of()
                    : ((List<?>) value).stream().map(String::valueOf).toList();
        }

        String text(String entry) {
            return String.valueOf(entries.get(entry));
        }

        Map<?, ?> environment() {
            return map(entries.get("environment"));
        }

        Map<?, ?> healthcheck() {
            return map(entries.get("healthcheck"));
        }

        /** The condition by the name of the service that must meet it. */
        Map<String, String> dependencies() {
            Map<String, String> conditions = new TreeMap<>();
            map(entries.get("depends_on"))
                    .forEach((other, how) -> conditions.put((String) other, (String) map(how).get("condition")));
            return conditions;
        }

        /** What is mounted, up to the first colon. */
        Stream<String> mounted() {
            return texts("volumes").stream().map(volume -> volume.substring(0, volume.indexOf(':')));
        }
    }
}
