package dev.millrace.system;

import dev.millrace.core.testing.RealServices;
import dev.millrace.launching.Launcher;
import dev.millrace.launching.RunningProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The packaged services with a PostgreSQL and a RabbitMQ of their own, brought up by the launcher as a user would, in a home
 * of their own. Started once for all system tests; each test leaves it whole.
 */
final class RunningMillrace {
    private static RunningMillrace shared;

    private final Launcher launcher = new Launcher(
            RealServices.repository(),
            RealServices.repository().resolve("job-system-tests/target/home"),
            Map.of("MILLRACE_BUILD", "never"));
    private final Map<String, String> environment;
    private final Api api;

    private RunningMillrace() {
        run("up");
        environment = launcher.addresses();
        api = new Api(URI.create(environment.get("MILLRACE_URL")));
    }

    static synchronized RunningMillrace shared() {
        if (shared == null) {
            shared = new RunningMillrace();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> shared.run("down", "--data")));
        }
        return shared;
    }

    Launcher launcher() {
        return launcher;
    }

    Api api() {
        return api;
    }

    /** Where it keeps what it knows. */
    Path home() {
        return launcher.home();
    }

    /** What {@code ./millrace env} prints. */
    String environment(String name) {
        return environment.get(name);
    }

    List<RunningProcess> processes() {
        return launcher.processes();
    }

    RunningProcess process(String name) {
        return processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " does not run"));
    }

    /** Runs {@code ./millrace} and returns what it printed; fails when it does. */
    String run(String... arguments) {
        return launcher.run(arguments);
    }

    String run(Map<String, String> more, String... arguments) {
        return launcher.run(more, arguments);
    }
}
