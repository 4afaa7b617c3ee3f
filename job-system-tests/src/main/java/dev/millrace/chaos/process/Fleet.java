package dev.millrace.chaos.process;

import dev.millrace.chaos.proxy.SeenTickets;
import dev.millrace.chaos.proxy.Tap;
import dev.millrace.chaos.proxy.TcpProxy;
import dev.millrace.chaos.proxy.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** All replicas of all services. */
public final class Fleet implements AutoCloseable {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;

    private final List<Replica> replicas = new ArrayList<>();
    private final SeenTickets tickets = new SeenTickets();
    private final Random ports = new Random();

    /**
     * @param repository of Millrace, which holds what starts a service
     * @param apps where each packaged service stands
     * @param replicas how many of each
     * @param settings of all services, as variables of the environment
     */
    public Fleet(
            Path repository,
            Map<Service, Path> apps,
            Map<Service, Integer> replicas,
            Servers servers,
            Path home,
            Map<String, String> settings) {
        for (Service service : Service.values()) {
            for (int number = 1; number <= replicas.get(service); number++) {
                TcpProxy database = new TcpProxy(servers.databaseSocket(), () -> Tap.NONE);
                TcpProxy broker = new TcpProxy(servers.brokerSocket(), tickets::newTap);
                this.replicas.add(new Replica(
                        service,
                        number,
                        freePort(),
                        database,
                        broker,
                        home,
                        replica -> command(repository, apps.get(service), servers, replica, settings)));
            }
        }
    }

    public List<Replica> all() {
        return List.copyOf(replicas);
    }

    public List<Replica> of(Service service) {
        return replicas.stream().filter(replica -> replica.service() == service).toList();
    }

    /** What the services have published. */
    public SeenTickets tickets() {
        return tickets;
    }

    /** Every process there ever was. */
    public List<Life> lives() {
        return replicas.stream().flatMap(replica -> replica.lives().stream()).toList();
    }

    public void start() {
        replicas.forEach(Replica::start);
        replicas.forEach(Replica::awaitReady);
    }

    /** Ends all trouble on the way to the servers. */
    public void clearTheNetwork() {
        proxies().forEach(proxy -> proxy.behave(new Trouble.None()));
    }

    @Override
    public void close() {
        replicas.forEach(Replica::thaw);
        replicas.forEach(Replica::discard);
        proxies().forEach(proxy -> {
            try {
                proxy.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private Stream<TcpProxy> proxies() {
        return replicas.stream().flatMap(replica -> Stream.of(replica.database(), replica.broker()));
    }

    private static ProcessBuilder command(
            Path repository, Path app, Servers servers, Replica replica, Map<String, String> settings) {
        ProcessBuilder builder =
                new ProcessBuilder(repository.resolve("deploy/service/start").toString(), app.toString());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("MILLRACE_") || name.startsWith("QUARKUS_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // Started often, and never for long: what matters is a quick start on few cores.
        environment.put("MILLRACE_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xmx256m");
        environment.put(
                "MILLRACE_PG_URL", servers.databaseUrlBy(replica.database().port()));
        environment.put(
                "MILLRACE_AMQP_URL", servers.brokerUrlBy(replica.broker().port()));
        environment.put("MILLRACE_AUTH_MODE", "open");
        environment.putAll(settings);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        return builder;
    }

    // Below the range that systems use for outgoing connections, so that none takes it while its service is down.
    private int freePort() {
        int port = ports.nextInt(FIRST_PORT, LAST_PORT);
        while (!isFree(port)) {
            port = ports.nextInt(FIRST_PORT, LAST_PORT);
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket trial = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return trial.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
