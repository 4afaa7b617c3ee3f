package dev.millrace.core.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A channel in confirm mode and what has been written to it without an answer yet. Lives as long as its channel: when
 * that closes, for whatever reason, everything unanswered is lost at once.
 *
 * <p>One thread publishes. Answers come on the connection's reading thread and are handed on without blocking.
 */
final class ConfirmChannel {
    private static final Logger LOG = Logger.getLogger(ConfirmChannel.class);
    private static final String CONTENT_TYPE = "application/json";
    private static final int PERSISTENT = 2;

    private final Connection connection;
    private final Channel channel;
    private final DeclaredTopology declared;
    private final Answers answers;
    private final Semaphore room;
    private final long openedAt = System.nanoTime();
    private final ConcurrentNavigableMap<Long, Written> unanswered = new ConcurrentSkipListMap<>();

    private ConfirmChannel(
            Connection connection, Channel channel, DeclaredTopology declared, int limit, Answers answers) {
        this.connection = connection;
        this.channel = channel;
        this.declared = declared;
        this.answers = answers;
        this.room = new Semaphore(limit);
    }

    /**
     * @param limit how many messages may be unanswered at once
     * @throws IOException when the connection gives no channel
     */
    static ConfirmChannel open(Connection connection, DeclaredTopology declared, int limit, Answers answers)
            throws IOException {
        Channel channel =
                connection.openChannel().orElseThrow(() -> new IOException("the connection has no channel left"));
        var confirming = new ConfirmChannel(connection, channel, declared, limit, answers);
        channel.addReturnListener(returned -> confirming.markReturned(returned.getProperties()));
        channel.addConfirmListener(confirming::confirm, confirming::reject);
        channel.addShutdownListener(confirming::closed);
        try {
            channel.confirmSelect();
        } catch (IOException failure) {
            channel.abort();
            throw failure;
        }
        return confirming;
    }

    boolean isUsable() {
        // The channel alone may look open for a while after its connection has died.
        return channel.isOpen() && connection.isOpen();
    }

    /**
     * Declares what the message needs and writes it, waiting while too many are unanswered. Its end is told to
     * {@link Answers}, unless this throws.
     */
    void publish(PendingPublish pending) throws IOException, InterruptedException {
        long stamp = declared.ensure(pending.route());
        room.acquire();
        if (pending.hasEnded()) {
            room.release();
            return;
        }
        long number = channel.getNextPublishSeqNo();
        var written = new Written(pending, stamp);
        unanswered.put(number, written);
        try {
            channel.basicPublish(
                    Topology.exchange(pending.route()),
                    Topology.routingKey(pending.route()),
                    true,
                    properties(number),
                    pending.body());
        } catch (IOException | AlreadyClosedException failure) {
            if (take(number) != null) {
                throw failure;
            }
        }
    }

    /** Gives up what has been unanswered for too long; a later answer to it is ignored. */
    void expire(long nowNanos) {
        unanswered.forEach((number, written) -> {
            if (written.pending.hasExpired(nowNanos) && take(number) != null) {
                answers.timedOut(written.pending);
            }
        });
    }

    /** Gives up everything unanswered. */
    void loseAll() {
        unanswered.forEach((number, written) -> {
            if (take(number) != null) {
                answers.lost(written.pending);
            }
        });
    }

    /** How long it has been open. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - openedAt);
    }

    int unansweredCount() {
        return unanswered.size();
    }

    private void closed(ShutdownSignalException reason) {
        if (connection.isOpen()) {
            LOG.warnf(
                    "the broker closed the publishing channel: unconfirmed=%d cause=%s",
                    unanswered.size(), reason.getMessage());
        }
        loseAll();
    }

    private void confirm(long number, boolean multiple) {
        answer(number, multiple, written -> {
            if (written.returned) {
                declared.forget(written.pending.route(), written.stamp);
                answers.returned(written.pending);
            } else {
                answers.confirmed(written.pending);
            }
        });
    }

    private void reject(long number, boolean multiple) {
        answer(number, multiple, written -> answers.rejected(written.pending));
    }

    private void answer(long number, boolean multiple, Consumer<Written> then) {
        if (!multiple) {
            Written written = take(number);
            if (written != null) {
                then.accept(written);
            }
            return;
        }
        unanswered.headMap(number, true).forEach((earlier, written) -> {
            if (take(earlier) != null) {
                then.accept(written);
            }
        });
    }

    /** The broker sends a return before the confirm of the same message, and on the same thread. */
    private void markReturned(AMQP.BasicProperties properties) {
        Written written = unanswered.get(Long.valueOf(properties.getCorrelationId()));
        if (written != null) {
            written.returned = true;
        }
    }

    private Written take(long number) {
        Written written = unanswered.remove(number);
        if (written != null) {
            room.release();
        }
        return written;
    }

    private static AMQP.BasicProperties properties(long number) {
        return new AMQP.BasicProperties.Builder()
                .contentType(CONTENT_TYPE)
                .deliveryMode(PERSISTENT)
                .correlationId(Long.toString(number))
                .build();
    }

    /** Where a message's end is told; nothing here may block. */
    interface Answers {
        void confirmed(PendingPublish pending);

        void returned(PendingPublish pending);

        void rejected(PendingPublish pending);

        void timedOut(PendingPublish pending);

        void lost(PendingPublish pending);
    }

    private static final class Written {
        private final PendingPublish pending;
        private final long stamp;

        // Only the reading thread reads and writes it.
        private boolean returned;

        private Written(PendingPublish pending, long stamp) {
            this.pending = pending;
            this.stamp = stamp;
        }
    }
}
