package dev.millrace.launching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./millrace}, at work on a home of its caller's own. It takes over nothing of the caller's own {@code MILLRACE_*} variables. */
public final class Launcher {
    private static final long LONGEST_COMMAND_SECONDS = 240;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)='?([^'\\n]*)'?");

    private final Path repository;
    private final Path home;
    private final Map<String, String> environment;

    /**
     * @param repository where {@code ./millrace} stands
     * @param home where it keeps what it knows
     * @param environment what every command is told
     */
    public Launcher(Path repository, Path home, Map<String, String> environment) {
        this.repository = repository;
        this.home = home;
        this.environment = Map.copyOf(environment);
    }

    public Path home() {
        return home;
    }

    /**
     * Runs {@code ./millrace} and returns what it printed.
     *
     * @throws IllegalStateException when it fails or takes longer than 4 minutes, with what it said
     */
    public String run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** As {@link #run(String...)}, with more variables for this command. */
    public String run(Map<String, String> more, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(repository.resolve("millrace").toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(home);
            Path output = Files.createTempFile(home, "launcher", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
            builder.environment().put("MILLRACE_HOME", home.toString());
            builder.environment().putAll(environment);
            builder.environment().putAll(more);
            Process process = builder.start();
            boolean ended = process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS);
            String printed = Files.readString(output);
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

    /** Starts PostgreSQL and RabbitMQ where they do not run, waits for both, and returns the variables with their addresses. */
    public Map<String, String> servers() {
        return exports(run("servers"));
    }

    /** The variables with the addresses of what runs. */
    public Map<String, String> addresses() {
        return exports(run("env"));
    }

    /** The variables of the export lines that the launcher prints. */
    public static Map<String, String> exports(String printed) {
        Map<String, String> read = new HashMap<>();
        Matcher export = EXPORT.matcher(printed);
        while (export.find()) {
            read.put(export.group(1), export.group(2));
        }
        return read;
    }

    /** Everything that lives. */
    public List<RunningProcess> processes() {
        try {
            JsonNode listed = JSON.readTree(run("ps", "--json"));
            List<RunningProcess> processes = new ArrayList<>();
            listed.forEach(process -> processes.add(new RunningProcess(
                    process.get("name").asText(),
                    process.get("pid").asLong(),
                    process.get("port").asInt())));
            return processes;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The id of a server's process, as the launcher noted it; it need not live any more. */
    public long processId(String name) {
        try {
            return Long.parseLong(Files.readString(home.resolve("run").resolve(name + ".pid"))
                    .strip()
                    .split(" ", 2)[0]);
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        }
    }
}
