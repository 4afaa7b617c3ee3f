package dev.millrace.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged service, started as the images start it and with this environment alone. */
final class StartedService implements AutoCloseable {
    private final int port = freePort();
    private final Api api = new Api(URI.create("http://127.0.0.1:" + port));
    private final Path log;
    private final Process process;

    /**
     * As this build has packaged it.
     *
     * @param service such as {@code job-api}
     * @param folder where it may keep its log
     */
    StartedService(String service, Path folder, Map<String, String> environment) {
        this(RealServices.repository().resolve(service).resolve("target/quarkus-app"), folder, environment);
    }

    /**
     * @param packaged the folder of a packaged service
     * @param folder where it may keep its log
     */
    StartedService(Path packaged, Path folder, Map<String, String> environment) {
        try {
            log = Files.createTempFile(folder, "service", ".log");
            ProcessBuilder builder = new ProcessBuilder(
                            RealServices.repository()
                                    .resolve("deploy/service/start")
                                    .toString(),
                            packaged.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
            builder.environment()
                    .putAll(Map.of(
                            "JAVA_HOME", System.getProperty("java.home"),
                            "QUARKUS_HTTP_HOST", "127.0.0.1",
                            "QUARKUS_HTTP_PORT", Integer.toString(port),
                            "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false",
                            "MILLRACE_AUTH_MODE", "open"));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where it listens, once it does. */
    Api api() {
        return api;
    }

    /** What the readiness says, whatever it is; fails while nobody answers. */
    Api.Answer readiness() {
        return api.get("/q/health/ready");
    }

    boolean isReady() {
        return readiness().status() == 200;
    }

    /** Why the service is not ready, as its readiness tells; empty when it does not. */
    String reason() {
        for (JsonNode check : readiness().body().path("checks")) {
            String reason = check.path("data").path("reason").asText("");
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        return "";
    }

    /** How it ended; fails when it does not end within this time. */
    int exitCode(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running: " + log());
        }
        return process.exitValue();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Lets it end as whoever rolls out a release does: by SIGTERM. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
