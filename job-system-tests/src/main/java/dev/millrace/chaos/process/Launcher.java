package dev.millrace.chaos.process;

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

/** Millrace's own launcher, at work on a home that belongs to this run alone. */
public final class Launcher {
    private static final long LONGEST_COMMAND_SECONDS = 180;
    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)='?([^'\\n]*)'?");

    private final Path repository;
    private final Path home;

    public Launcher(Path repository, Path home) {
        this.repository = repository;
        this.home = home;
    }

    public Path home() {
        return home;
    }

    /**
     * Runs {@code ./millrace} and returns what it printed.
     *
     * @throws IllegalStateException when it fails, with what it said
     */
    public String run(String... arguments) {
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
        Map<String, String> exports = new HashMap<>();
        Matcher export = EXPORT.matcher(run("servers"));
        while (export.find()) {
            exports.put(export.group(1), export.group(2));
        }
        return exports;
    }

    /** The id of a server's process, as the launcher noted it. */
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
