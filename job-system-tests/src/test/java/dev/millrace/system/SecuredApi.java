package dev.millrace.system;

import static org.awaitility.Awaitility.await;

import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** One more job-api of a running Millrace, at the same database, which asks everybody who they are. */
final class SecuredApi implements AutoCloseable {
    private static final String KEY = "mr_browsertests_" + "k".repeat(43);
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final int port = freePort();
    private final Process process;
    private final Api admin = new Api(URI.create("http://127.0.0.1:" + port), KEY);

    SecuredApi(RunningMillrace millrace) {
        Path home = millrace.home();
        Path service = home.resolve("apps/job-api").resolve(read(home.resolve("run/job-api.stamp")));
        ProcessBuilder builder = new ProcessBuilder(
                        RealServices.repository()
                                .resolve("deploy/service/start")
                                .toString(),
                        service.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("logs/secured-api.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "MILLRACE_PG_URL", millrace.environment("MILLRACE_PG_URL"),
                        "MILLRACE_AMQP_URL", millrace.environment("MILLRACE_AMQP_URL"),
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", Integer.toString(port),
                        "MILLRACE_AUTH_MODE", "required",
                        "MILLRACE_AUTH_PEPPER", "p".repeat(32),
                        "MILLRACE_AUTH_FIRST_ADMIN_API_KEY", KEY));
        try {
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        await().atMost(LONGEST_START)
                .ignoreExceptions()
                .until(() -> admin.get("/api/v1/stats").status() == 200);
    }

    /** As an admin, who shows a key. */
    Api admin() {
        return admin;
    }

    /** Where browsers find it: a session's cookie needs https, or this name. */
    String root() {
        return "http://localhost:" + port;
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

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
