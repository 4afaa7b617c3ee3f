package dev.millrace.system;

import static org.awaitility.Awaitility.await;

import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged service that a test starts by itself, with an environment of its own. */
final class ProtectedService implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final long LONGEST_END_SECONDS = 60;

    private final int port = ProtectedServers.freePort();
    private final Path log;
    private final Process process;

    /** @param environment all that it is told; nothing of the caller's own {@code MILLRACE_*} and {@code QUARKUS_*} variables */
    ProtectedService(String module, Path folder, Map<String, String> environment) {
        log = folder.resolve(module + "-" + port + ".log");
        Path repository = RealServices.repository();
        ProcessBuilder builder = new ProcessBuilder(
                        repository.resolve("deploy/service/start").toString(),
                        repository.resolve(module).resolve("target/quarkus-app").toString())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_") || name.startsWith("QUARKUS_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MILLRACE_JAVA_ARCHIVE", "off");
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** All that it has said so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    ProtectedService awaitReady() {
        Api api = new Api(root());
        await().atMost(LONGEST_START).ignoreExceptions().until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended:\n" + log());
            }
            return api.get("/q/health/ready").status() == 200;
        });
        return this;
    }

    /** Waits until it has ended by itself, and returns what it ended with. */
    int awaitEnd() {
        try {
            if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("it goes on:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
