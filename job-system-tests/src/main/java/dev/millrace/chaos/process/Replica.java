package dev.millrace.chaos.process;

import dev.millrace.chaos.proxy.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One replica of a service: a process that is started again a second after it dies, as a supervisor would, with a port of its
 * own and proxies of its own to PostgreSQL and RabbitMQ.
 */
public final class Replica {
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_START = Duration.ofSeconds(90);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);

    private final Service service;
    private final int number;
    private final int port;
    private final TcpProxy database;
    private final TcpProxy broker;
    private final Path home;
    private final ReplicaCommand command;
    private final Semaphore turn = new Semaphore(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Life> lives = new ArrayList<>();
    private Process process;
    private boolean wanted;
    private Map<String, String> extra = Map.of();

    Replica(
            Service service,
            int number,
            int port,
            TcpProxy database,
            TcpProxy broker,
            Path home,
            ReplicaCommand command) {
        this.service = service;
        this.number = number;
        this.port = port;
        this.database = database;
        this.broker = broker;
        this.home = home;
        this.command = command;
    }

    public Service service() {
        return service;
    }

    public int number() {
        return number;
    }

    public String name() {
        return service.processName() + "-" + number;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Its way to PostgreSQL. */
    public TcpProxy database() {
        return database;
    }

    /** Its way to RabbitMQ. */
    public TcpProxy broker() {
        return broker;
    }

    /** Takes it for one fault, so that no other meets it; false when another has it. */
    public boolean take() {
        return turn.tryAcquire();
    }

    /** Takes it as soon as no other fault has it. */
    public void takeWhenFree() {
        turn.acquireUninterruptibly();
    }

    public void giveBack() {
        turn.release();
    }

    /** Starts it, and from then on again whenever it dies. */
    public void start() {
        start(Map.of());
    }

    /**
     * Starts it with more than usual in its environment.
     *
     * @param more variables of the environment, for this and every further start until told otherwise
     */
    public void start(Map<String, String> more) {
        lock.lock();
        try {
            wanted = true;
            extra = more;
            spawn();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it at once; it is started again. */
    public void kill() {
        signal(Signal.KILL);
    }

    /** Stops it from running at all. */
    public void freeze() {
        signal(Signal.STOP);
    }

    /** Lets it go on as if no time had passed. */
    public void thaw() {
        signal(Signal.CONT);
    }

    /** Asks it to end, waits until it has, and leaves it ended. */
    public void stop() {
        Process ending;
        lock.lock();
        try {
            wanted = false;
            ending = process;
            if (ending == null || !ending.isAlive()) {
                return;
            }
            lives.set(lives.size() - 1, lives.getLast().asked(System.nanoTime()));
        } finally {
            lock.unlock();
        }
        Signal.TERM.send(ending.pid());
        try {
            if (!ending.waitFor(LONGEST_DRAIN.toSeconds(), TimeUnit.SECONDS)) {
                ending.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it at once, and leaves it ended. */
    void discard() {
        lock.lock();
        try {
            wanted = false;
            if (process != null) {
                process.destroyForcibly();
            }
        } finally {
            lock.unlock();
        }
    }

    public long processId() {
        lock.lock();
        try {
            return process.pid();
        } finally {
            lock.unlock();
        }
    }

    public void awaitReady() {
        Patience.require(LONGEST_START, name() + " to be ready", this::isReady);
    }

    public boolean isReady() {
        try {
            HttpURLConnection health = (HttpURLConnection)
                    address().resolve("/q/health/ready").toURL().openConnection();
            health.setConnectTimeout(1_000);
            health.setReadTimeout(3_000);
            int status = health.getResponseCode();
            health.disconnect();
            return status == 200;
        } catch (IOException away) {
            return false;
        }
    }

    /** Every process that it has been so far. */
    public List<Life> lives() {
        lock.lock();
        try {
            return List.copyOf(lives);
        } finally {
            lock.unlock();
        }
    }

    private void signal(Signal signal) {
        lock.lock();
        try {
            if (process != null && process.isAlive()) {
                signal.send(process.pid());
            }
        } finally {
            lock.unlock();
        }
    }

    private void spawn() {
        ProcessBuilder builder = command.of(this);
        builder.environment().putAll(extra);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        Path log = home.resolve("logs").resolve(name() + ".log");
        try {
            Files.createDirectories(log.getParent());
            process = builder.redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            note(process);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        lives.add(new Life(service, name(), process.pid(), System.nanoTime(), 0, 0));
        Process started = process;
        Thread.ofVirtual().start(() -> startAgainAfter(started));
    }

    private void startAgainAfter(Process started) {
        try {
            started.waitFor();
            lock.lock();
            try {
                lives.replaceAll(life -> life.processId() == started.pid() && life.endedAt() == 0
                        ? life.ended(System.nanoTime())
                        : life);
            } finally {
                lock.unlock();
            }
            Thread.sleep(RESTART_PAUSE);
            lock.lock();
            try {
                if (wanted && process == started) {
                    spawn();
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    // As the launcher notes it, so that `./millrace down` on this home ends what a run that was killed has left behind.
    private void note(Process running) throws IOException {
        Path stat = Path.of("/proc", Long.toString(running.pid()), "stat");
        if (Files.exists(stat)) {
            String fields = Files.readString(stat);
            String startTime = fields.substring(fields.lastIndexOf(") ") + 2).split(" ", -1)[19];
            Path folder = Files.createDirectories(home.resolve("run"));
            Files.writeString(folder.resolve(name() + ".pid"), running.pid() + " " + startTime + "\n");
        }
    }
}
