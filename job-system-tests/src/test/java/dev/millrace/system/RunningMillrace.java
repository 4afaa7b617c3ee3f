package dev.millrace.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged services with a PostgreSQL and a RabbitMQ of their own, brought up by the launcher as a user would, in a home
 * of their own. Started once for all system tests; each test leaves it whole.
 */
final class RunningMillrace {
    private static final long LONGEST_COMMAND_SECONDS = 240;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)='?([^'\\n]*)'?");
    private static RunningMillrace shared;

    private final Path repository = RealServices.repository();
    private final Path home = repository.resolve("job-system-tests/target/home");
    private final Map<String, String> environment;
    private final Api api;

    private RunningMillrace() {
        run("up");
        environment = exports(run("env"));
        api = new Api(URI.create(environment.get("MILLRACE_URL")));
    }

    static synchronized RunningMillrace shared() {
        if (shared == null) {
            shared = new RunningMillrace();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> shared.run("down", "--data")));
        }
        return shared;
    }

    Api api() {
        return api;
    }

    /** Where it keeps what it knows. */
    Path home() {
        return home;
    }

    /** What {@code ./millrace env} prints. */
    String environment(String name) {
        return environment.get(name);
    }

    List<Process> processes() {
        try {
            JsonNode listed = JSON.readTree(run("ps", "--json"));
            List<Process> processes = new ArrayList<>();
            listed.forEach(process -> processes.add(new Process(
                    process.get("name").asText(),
                    process.get("pid").asLong(),
                    process.get("port").asInt())));
            return processes;
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Process process(String name) {
        return processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " does not run"));
    }

    /** Runs {@code ./millrace} and returns what it printed; fails when it does. */
    String run(String... arguments) {
        return run(Map.of(), arguments);
    }

    String run(Map<String, String> more, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(repository.resolve("millrace").toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(home);
            Path output = Files.createTempFile(home, "launcher", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
            builder.environment().put("MILLRACE_HOME", home.toString());
            builder.environment().put("MILLRACE_BUILD", "never");
            builder.environment().putAll(more);
            java.lang.Process process = builder.start();
            boolean ended = process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS);
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + printed);
            }
            return printed;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The variables of the export lines that {@code ./millrace env} prints. */
    static Map<String, String> exports(String printed) {
        Map<String, String> read = new HashMap<>();
        Matcher export = EXPORT.matcher(printed);
        while (export.find()) {
            read.put(export.group(1), export.group(2));
        }
        return read;
    }

    /** A living process of Millrace. */
    record Process(String name, long pid, int port) {
        /** Ends it at once, as a crash would. */
        void kill() {
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }

        boolean isAlive() {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
    }
}
