package dev.millrace.core.messaging;

import com.rabbitmq.client.Connection;
import dev.millrace.core.messaging.LaneSubscription.ConsumerTally;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Consumes lanes with manual acknowledgement, each on a channel of its own, and subscribes again for ever: after a lost
 * connection, a closed channel, a deleted queue (which it declares again).
 *
 * <p>Safe for use by many threads. All changes of subscriptions are made by one thread of its own, so {@link #consume},
 * {@link #pause} and {@link #resume} return at once and take effect soon.
 */
public final class TicketConsumer implements AutoCloseable {
    /** The most tickets of a lane that may be unsettled at once. */
    public static final int MAX_PREFETCH = 1_000;

    private static final Logger LOG = Logger.getLogger(TicketConsumer.class);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final BrokerConnection connection;
    private final TicketHandler handler;
    private final ConsumerTally tally = new ConsumerTally();
    private final ConcurrentMap<Lane, LaneSubscription> subscriptions = new ConcurrentHashMap<>();
    private final Semaphore changes = new Semaphore(0);
    private final Thread reconciling;

    private final Set<String> pausedQueues = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    // Of the reconciling thread alone.
    private Connection declaredOn;
    private DeclaredTopology declared;

    /**
     * Opens a consumer with a connection of its own, made in the background. It consumes nothing until told to
     * {@link #consume}.
     *
     * @param connectionName shown in RabbitMQ's list of connections
     */
    public TicketConsumer(BrokerAddress address, String connectionName, TicketHandler handler) {
        this.connection = new BrokerConnection(address, connectionName);
        this.handler = Objects.requireNonNull(handler);
        this.reconciling =
                Thread.ofPlatform().daemon().name("consume-" + connectionName).unstarted(this::reconcileAll);
        start();
    }

    /**
     * Consumes a lane from now on; a lane that is consumed already stays as it is.
     *
     * @param prefetch how many tickets of the lane may be unsettled at once, 1..{@value #MAX_PREFETCH}
     */
    public void consume(Lane lane, int prefetch) {
        if (prefetch < 1 || prefetch > MAX_PREFETCH) {
            throw new IllegalArgumentException("a prefetch is 1.." + MAX_PREFETCH + ", not " + prefetch);
        }
        subscriptions.computeIfAbsent(
                lane, added -> new LaneSubscription(added, prefetch, handler, tally, this::changed));
        changed();
    }

    /**
     * Takes no more tickets from any lane of a queue, until {@link #resume}. Those delivered stay valid, and some on
     * their way may still come in for a moment.
     */
    public void pause(String queue) {
        pausedQueues.add(queue);
        changed();
    }

    /** Ends a {@link #pause}. */
    public void resume(String queue) {
        pausedQueues.remove(queue);
        changed();
    }

    /** Whether all lanes of a queue are consumed now. */
    public boolean isConsuming(String queue) {
        return subscriptions.values().stream()
                .filter(subscription -> subscription.lane().queue().equals(queue))
                .allMatch(LaneSubscription::isConsuming);
    }

    /** Whether there is a connection to the broker now. */
    public boolean connected() {
        return connection.isUp();
    }

    /** The lanes of which tickets are in hand that are not settled yet. */
    public Set<Lane> lanesInHand() {
        return subscriptions.values().stream()
                .filter(LaneSubscription::holdsTickets)
                .map(LaneSubscription::lane)
                .collect(Collectors.toSet());
    }

    /** What has been done so far. */
    public ConsumerCounts counts() {
        int consuming = (int) subscriptions.values().stream()
                .filter(LaneSubscription::isConsuming)
                .count();
        return tally.counts(consuming);
    }

    /** Consumes no more and closes the connection: unsettled tickets become stale and go back to their lanes. */
    @Override
    public void close() {
        closed = true;
        changed();
        try {
            if (!reconciling.join(CLOSE_PATIENCE)) {
                LOG.warnf("closing without the broker's answer: connection=%s", connection);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }

    private void start() {
        connection.addListener(new BrokerListener() {
            @Override
            public void connected(Connection made) {
                changed();
            }

            @Override
            public void lost() {
                changed();
            }
        });
        connection.start();
        reconciling.start();
    }

    private void changed() {
        changes.release();
    }

    private void reconcileAll() {
        try {
            Duration wait = Duration.ZERO;
            while (!closed) {
                var unused = changes.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
                // Before looking, not after: a change during the look must bring another one.
                changes.drainPermits();
                wait = reconcile();
            }
        } catch (InterruptedException unexpected) {
            LOG.errorf("nobody interrupts the reconciling of %s, yet it was; it ends", connection);
            Thread.currentThread().interrupt();
        }
        subscriptions.values().forEach(LaneSubscription::close);
    }

    private Duration reconcile() {
        Connection present = connection.current().orElse(null);
        if (present != declaredOn) {
            declaredOn = present;
            declared = present == null ? null : new DeclaredTopology(present);
        }
        Duration next = IDLE;
        for (LaneSubscription subscription : subscriptions.values()) {
            Duration wait = reconcile(subscription, present);
            if (!wait.isZero() && wait.compareTo(next) < 0) {
                next = wait;
            }
        }
        return next;
    }

    private Duration reconcile(LaneSubscription subscription, Connection present) {
        try {
            return subscription.reconcile(
                    present, declared, pausedQueues.contains(subscription.lane().queue()));
        } catch (RuntimeException | Error bug) {
            // Errors, too: this thread is the only one that subscribes, and must not end before the consumer.
            LOG.errorf(bug, "subscribing failed unexpectedly, trying on: lane=%s", subscription.lane());
            return ReconnectBackoff.LONGEST;
        }
    }
}
