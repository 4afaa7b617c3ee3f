package dev.millrace.core.messaging;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurators;
import dev.millrace.core.identity.RandomJitter;
import dev.millrace.core.job.Jitter;
import dev.millrace.core.tls.TlsFailure;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One connection to the broker that is always being made: when it cannot be had or is lost, it is tried again for ever,
 * with waits of 100 ms to 5 s. Each connection is a new one, with nothing carried over: the client library's own
 * recovery is off, because it brings back channels under the same objects and lets an acknowledgement of the dead
 * connection hit another message of the new one.
 *
 * <p>Safe for use by many threads.
 */
public final class BrokerConnection implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BrokerConnection.class);

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    // The broker's own limit. With the library's smaller one a larger message in a lane would cut the connection at
    // each delivery, for ever, instead of being rejected as no ticket.
    private static final int LARGEST_MESSAGE = 512 * 1024 * 1024;

    private final BrokerAddress address;
    private final String name;
    private final ReconnectBackoff backoff;
    private final CopyOnWriteArrayList<BrokerListener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    // Never shut down: a connection broken while closing ends on them, later. Idle, they keep no thread.
    private final ExecutorService dispatching;
    private final ExecutorService shuttingDown;

    private final ThreadFactory threads;
    private final Thread keeper;

    private volatile Connection current;
    private volatile Socket socket;
    private volatile boolean blocked;
    private volatile String lastFailure;

    // Counted down when the living connection is lost, or no longer wanted.
    private volatile CountDownLatch ended = new CountDownLatch(1);

    // Of the keeper alone.
    private long failuresInARow;
    private boolean outageReported;
    private long withoutConnectionSince = System.nanoTime();

    /**
     * @param address where the broker is
     * @param name shown in RabbitMQ's list of connections; says which process this is and what it does
     */
    public BrokerConnection(BrokerAddress address, String name) {
        this(address, name, new RandomJitter());
    }

    BrokerConnection(BrokerAddress address, String name, Jitter jitter) {
        this.address = Objects.requireNonNull(address);
        this.name = Objects.requireNonNull(name);
        this.backoff = new ReconnectBackoff(jitter);
        this.threads =
                Thread.ofPlatform().daemon().name("amqp-" + name + "-", 0).factory();
        this.dispatching = Executors.newCachedThreadPool(threads);
        this.shuttingDown = Executors.newCachedThreadPool(threads);
        this.keeper = Thread.ofPlatform().daemon().name("amqp-" + name).unstarted(this::keepConnected);
    }

    /** Adds a listener; to miss nothing, add it before {@link #start()}. */
    public void addListener(BrokerListener listener) {
        listeners.add(Objects.requireNonNull(listener));
    }

    /** Begins to connect, in the background; call it once. */
    public void start() {
        keeper.start();
    }

    /** The connection, or empty while there is none. */
    public Optional<Connection> current() {
        Connection connection = current;
        return connection != null && connection.isOpen() ? Optional.of(connection) : Optional.empty();
    }

    /** Whether there is a connection now. */
    public boolean isUp() {
        return current().isPresent();
    }

    /** Whether the broker has said that it takes no messages now. */
    public boolean isBlocked() {
        return blocked;
    }

    /** Why the last try to connect failed; empty when none has failed since the last that did not. */
    Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** Closes the connection and gives up seeking others. Waits a few seconds at most. */
    @Override
    public void close() {
        closing.countDown();
        ended.countDown();
        try {
            if (keeper.isAlive() && Thread.currentThread() != keeper) {
                if (current == null) {
                    breakSocket();
                }
                if (!keeper.join(CLOSE_PATIENCE.plusSeconds(1))) {
                    breakSocket();
                }
            }
        } catch (InterruptedException interrupted) {
            breakSocket();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name + " to " + address;
    }

    private void keepConnected() {
        try {
            while (!isClosing()) {
                pause(connectAndLive());
            }
        } catch (InterruptedException unexpected) {
            LOG.errorf("nobody interrupts the keeper of %s, yet it was; it ends", this);
            Thread.currentThread().interrupt();
        }
    }

    /** Makes one connection, or fails to, and returns when it is gone, with the wait before the next. */
    private Duration connectAndLive() throws InterruptedException {
        try {
            Optional<Connection> connection = connect();
            return connection.isEmpty() ? backoff.afterFailure() : backoff.afterLoss(live(connection.get()));
        } catch (RuntimeException | Error failure) {
            // Errors, too: the want of a native thread passes, but a keeper that has ended never comes back.
            current = null;
            LOG.errorf(failure, "keeping %s connected failed unexpectedly, trying on", this);
            return ReconnectBackoff.LONGEST;
        }
    }

    private Optional<Connection> connect() {
        try {
            Connection connection = connectionFactory().newConnection(dispatching, name);
            LOG.infof(
                    "connected to the broker: connection=%s address=%s after_ms=%d failed_tries=%d",
                    name, address, millisSince(withoutConnectionSince), failuresInARow);
            failuresInARow = 0;
            lastFailure = null;
            outageReported = false;
            return Optional.of(connection);
        } catch (IOException | TimeoutException | RuntimeException | GeneralSecurityException failure) {
            if (!isClosing()) {
                failuresInARow++;
                lastFailure = TlsFailure.explain(failure).orElseGet(() -> RootCause.of(failure));
                // Once per outage; what follows is the same again, every few seconds.
                LOG.logf(
                        outageReported ? Logger.Level.DEBUG : Logger.Level.WARN,
                        "cannot connect to the broker, trying on: connection=%s address=%s cause=%s",
                        name,
                        address,
                        lastFailure);
                outageReported = true;
            }
            return Optional.empty();
        }
    }

    /** Serves one connection until it is lost or this object is closed. */
    private Duration live(Connection connection) throws InterruptedException {
        long since = System.nanoTime();
        var over = new CountDownLatch(1);
        // Before the first look at whether this object is closed: who closes it later wakes this very wait.
        ended = over;
        connection.addBlockedListener(new Blocking(connection));
        connection.addShutdownListener(cause -> over.countDown());
        current = connection;
        listeners.forEach(listener -> tell(() -> listener.connected(connection)));

        while (!isClosing() && !over.await(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!connection.isOpen()) {
                // A thread stuck in a write to a dead peer holds locks which the library's shutdown wants.
                breakSocket();
            }
        }
        current = null;
        blocked = false;
        withoutConnectionSince = System.nanoTime();
        if (isClosing()) {
            connection.abort((int) CLOSE_PATIENCE.toMillis());
        } else {
            outageReported = true;
            LOG.warnf(
                    "lost the broker, reconnecting: connection=%s address=%s cause=%s",
                    name, address, RootCause.of(connection.getCloseReason()));
        }
        listeners.forEach(listener -> tell(listener::lost));
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private ConnectionFactory connectionFactory() throws IOException, GeneralSecurityException {
        var factory = new ConnectionFactory();
        factory.setHost(address.host());
        factory.setPort(address.port());
        factory.setVirtualHost(address.virtualHost());
        factory.setUsername(address.user());
        factory.setPassword(address.password());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
        factory.setConnectionTimeout((int) CONNECT_TIMEOUT.toMillis());
        factory.setHandshakeTimeout((int) ANSWER_TIMEOUT.toMillis());
        factory.setChannelRpcTimeout((int) ANSWER_TIMEOUT.toMillis());
        factory.setChannelShouldCheckRpcResponseType(true);
        factory.setMaxInboundMessageBodySize(LARGEST_MESSAGE);
        factory.setThreadFactory(threads);
        factory.setShutdownExecutor(shuttingDown);
        factory.setExceptionHandler(new QuietExceptionHandler());
        factory.setSocketConfigurator(SocketConfigurators.defaultConfigurator().andThen(made -> socket = made));
        if (address.encrypted()) {
            factory.useSslProtocol(address.authorities().context());
            // After the configurator above: it adds its own to it, and would be lost before it.
            factory.enableHostnameVerification();
        }
        return factory;
    }

    /** Ends whatever waits on the socket: a connect, a read, a write that nobody reads. */
    private void breakSocket() {
        Socket made = socket;
        if (made != null) {
            try {
                made.close();
            } catch (IOException alreadyBroken) {
                LOG.debugf("closing a broken socket of %s: %s", name, alreadyBroken);
            }
        }
    }

    private void pause(Duration wait) throws InterruptedException {
        if (closing.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.debugf("closed: connection=%s", name);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void tell(Runnable notice) {
        try {
            notice.run();
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "a listener of %s failed", name);
        }
    }

    private static long millisSince(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
    }

    /** The broker's alarm, for one connection: a late notice of a former one must not touch the present state. */
    private final class Blocking implements BlockedListener {
        private final Connection connection;

        private Blocking(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void handleBlocked(String reason) {
            if (connection == current) {
                blocked = true;
                LOG.warnf("the broker takes no messages: connection=%s reason=%s", name, reason);
                listeners.forEach(listener -> tell(() -> listener.blocked(reason)));
            }
        }

        @Override
        public void handleUnblocked() {
            if (connection == current) {
                blocked = false;
                LOG.infof("the broker takes messages again: connection=%s", name);
                listeners.forEach(listener -> tell(listener::unblocked));
            }
        }
    }
}
