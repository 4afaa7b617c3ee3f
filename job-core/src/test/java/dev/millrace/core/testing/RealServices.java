package dev.millrace.core.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The PostgreSQL and RabbitMQ that tests run against: those named by {@code MILLRACE_TEST_PG_URL},
 * {@code MILLRACE_TEST_AMQP_URL} and {@code MILLRACE_TEST_RABBITMQ_UI}, or else the private ones of this repository,
 * which {@code ./millrace servers} starts or finds. They are left running; what a test makes in them it drops.
 *
 * <p>Use a field of the test class, one for all its tests:
 *
 * <pre>{@code
 * @AutoClose
 * static final FreshBroker broker = RealServices.freshBroker();
 * }</pre>
 */
public final class RealServices {
    private static final String POSTGRESQL = "MILLRACE_PG_URL";
    private static final String BROKER = "MILLRACE_AMQP_URL";
    private static final String BROKER_UI = "MILLRACE_RABBITMQ_UI";
    private static final int START_MINUTES = 10;

    private static RealServices running;

    private final URI postgresql;
    private final URI broker;
    private final URI brokerUi;
    private FreshDatabase template;

    private RealServices(String postgresql, String broker, String brokerUi) {
        this.postgresql = URI.create(postgresql);
        this.broker = URI.create(broker);
        this.brokerUi = URI.create(brokerUi);
    }

    /** A new virtual host, dropped when closed. */
    public static FreshBroker freshBroker() {
        RealServices services = running();
        return FreshBroker.create(services.broker, services.brokerUi);
    }

    /** A new database with the schema as the migrations on the class path make it, dropped when closed. */
    public static FreshDatabase freshDatabase() {
        RealServices services = running();
        return FreshDatabase.copyOf(services.template());
    }

    /** A new database with nothing in it, dropped when closed. */
    public static FreshDatabase emptyDatabase() {
        return FreshDatabase.createEmpty(running().postgresql);
    }

    /** The repository's root, which holds the launcher. */
    public static Path repository() {
        String named = System.getProperty("millrace.repository");
        Path start = Path.of(named == null || named.isEmpty() ? "" : named).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("millrace")) && Files.exists(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above " + start + " holds the launcher ./millrace");
    }

    private static synchronized RealServices running() {
        if (running == null) {
            running = find();
        }
        return running;
    }

    /** Migrating takes seconds, copying a database a fraction of one: once for this JVM, then copies. */
    private synchronized FreshDatabase template() {
        if (template == null) {
            template = FreshDatabase.createEmpty(postgresql);
            template.migrate();
            Runtime.getRuntime().addShutdownHook(new Thread(template::close));
        }
        return template;
    }

    private static RealServices find() {
        Map<String, String> environment = System.getenv();
        String postgresql = environment.get("MILLRACE_TEST_PG_URL");
        String broker = environment.get("MILLRACE_TEST_AMQP_URL");
        String brokerUi = environment.get("MILLRACE_TEST_RABBITMQ_UI");
        if (postgresql != null && broker != null && brokerUi != null) {
            return new RealServices(postgresql, broker, brokerUi);
        }
        List<String> urls = startServers();
        return new RealServices(urls.get(0), urls.get(1), urls.get(2));
    }

    private static List<String> startServers() {
        Path repository = repository();
        // The shell reads its own quoting best.
        var builder = new ProcessBuilder(
                        "bash",
                        "-c",
                        "exports=$(./millrace servers) && eval \"$exports\" && printf '%s\\n' \"$" + POSTGRESQL
                                + "\" \"$" + BROKER + "\" \"$" + BROKER_UI + "\"")
                .directory(repository.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Servers that a developer's shell names are somebody's; tests never touch them unasked.
        builder.environment().keySet().removeAll(List.of(POSTGRESQL, BROKER, BROKER_UI));
        builder.environment()
                .put("MILLRACE_HOME", repository.resolve(".millrace/test").toString());
        try {
            Process servers = builder.start();
            List<String> lines = new String(servers.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (!servers.waitFor(START_MINUTES, TimeUnit.MINUTES) || servers.exitValue() != 0 || lines.size() != 3) {
                throw new IllegalStateException(
                        "./millrace servers did not start PostgreSQL and RabbitMQ for the tests");
            }
            return lines;
        } catch (IOException failure) {
            throw new IllegalStateException("./millrace servers cannot be run", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL and RabbitMQ start", interrupted);
        }
    }
}
