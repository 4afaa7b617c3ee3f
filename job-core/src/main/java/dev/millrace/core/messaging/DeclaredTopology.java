package dev.millrace.core.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/**
 * What one connection has declared, so that each lane and rung is declared before its first use and not again. Declares
 * on a channel of its own, because a refused declaration closes its channel and would take unconfirmed messages and
 * unacknowledged tickets with it.
 *
 * <p>One thread declares; {@link #forget} may be called by any.
 */
final class DeclaredTopology {
    private static final Logger LOG = Logger.getLogger(DeclaredTopology.class);
    private static final Duration WAIT_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Object DEAD = new Route.ToDead();

    private final Connection connection;
    private final ConcurrentMap<Object, Long> stamps = new ConcurrentHashMap<>();

    // Of the declaring thread alone.
    private final Map<Object, Long> failedAt = new HashMap<>();
    private final Set<Object> complainedOf = new HashSet<>();
    private Channel channel;
    private long lastStamp;

    DeclaredTopology(Connection connection) {
        this.connection = connection;
    }

    /**
     * Declares what a message on this route needs, unless that is done.
     *
     * @return a stamp that tells this declaration from earlier and later ones, for {@link #forget}
     * @throws IOException when the broker refuses or is gone
     */
    long ensure(Route route) throws IOException {
        return switch (route) {
            case Route.ToLane toLane -> ensureLane(toLane.lane());
            case Route.ToLaneLater later -> {
                ensureLane(later.lane());
                yield ensure(later.rung(), declaring -> Topology.declareRung(declaring, later.rung()));
            }
            case Route.ToDead toDead -> ensure(DEAD, Topology::declareDead);
        };
    }

    /** Declares a lane and what its rejected messages need, whether or not that was done before. */
    void declareLaneAgain(Lane lane) throws IOException {
        stamps.remove(DEAD);
        stamps.remove(lane);
        ensureLane(lane);
    }

    /** Deletes a lane's queue with the tickets in it; the next use declares it again. */
    void deleteLane(Lane lane) throws IOException {
        stamps.remove(lane);
        try {
            Topology.deleteLane(declaringChannel(), lane);
        } catch (ShutdownSignalException gone) {
            throw new IOException("could not delete the queue of " + lane, gone);
        }
    }

    /**
     * Makes the next use of the route declare it again.
     *
     * @param stamp of the declaration that turned out void; when it has been declared again since, nothing happens, so
     *     that thousands of messages returned at once cause one declaration
     */
    void forget(Route route, long stamp) {
        Object key =
                switch (route) {
                    case Route.ToLane toLane -> toLane.lane();
                    case Route.ToLaneLater later -> later.rung();
                    case Route.ToDead toDead -> DEAD;
                };
        stamps.remove(key, stamp);
    }

    /** Makes the next use of each route declare it again. */
    void forgetAll() {
        stamps.clear();
    }

    private long ensureLane(Lane lane) throws IOException {
        ensure(DEAD, Topology::declareDead);
        return ensure(lane, declaring -> Topology.declareLane(declaring, lane));
    }

    private long ensure(Object key, Declaration declaration) throws IOException {
        Long stamp = stamps.get(key);
        if (stamp != null) {
            return stamp;
        }
        Long failed = failedAt.get(key);
        if (failed != null && System.nanoTime() - failed < WAIT_AFTER_FAILURE.toNanos()) {
            throw new IOException("the broker refused to declare " + key + " a moment ago");
        }
        try {
            declaration.make(declaringChannel());
        } catch (IOException | ShutdownSignalException failure) {
            failedAt.put(key, System.nanoTime());
            complain(key, failure);
            throw new IOException("could not declare " + key, failure);
        }
        failedAt.remove(key);
        complainedOf.remove(key);
        stamps.put(key, ++lastStamp);
        return lastStamp;
    }

    private Channel declaringChannel() throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = connection.openChannel().orElseThrow(() -> new IOException("the connection has no channel left"));
        }
        return channel;
    }

    private void complain(Object key, Exception failure) {
        if (!connection.isOpen()) {
            return;
        }
        Logger.Level level = complainedOf.add(key) ? Logger.Level.WARN : Logger.Level.DEBUG;
        LOG.logf(level, "the broker refused a declaration: of=%s cause=%s", key, RootCause.of(failure));
    }

    @FunctionalInterface
    private interface Declaration {
        void make(Channel channel) throws IOException;
    }
}
