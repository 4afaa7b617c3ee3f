package dev.millrace.core.messaging;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.millrace.core.identity.RandomJitter;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Publishes tickets and notices, persistent and mandatory, and tells of each whether the broker has confirmed it. Never
 * blocks its caller: messages wait in a bounded queue for a thread of their own.
 *
 * <p>Every stage completes, never exceptionally, within about 10 s: {@link PublishOutcome#CONFIRMED} when the broker
 * has the message in a queue; {@link PublishOutcome#NOT_PUBLISHED} when there is no connection, the broker blocks, too
 * much is under way, the broker returned or refused the message, the connection went away before the confirm, or the
 * confirm did not come in time. What was not published may nevertheless arrive; tickets may come twice.
 *
 * <p>Stages complete on one thread kept for that, never on the connection's or the publishing thread. Work that follows
 * synchronously ({@code thenAccept}) should be short: it delays the completion of others, and, since what is under way
 * is bounded, in the end publishing. For anything longer use {@code thenAcceptAsync}. A stage refused at once is
 * complete when it is returned.
 *
 * <p>Safe for use by many threads.
 */
public final class TicketPublisher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TicketPublisher.class);
    private static final Duration EXPIRY_INTERVAL = Duration.ofMillis(500);
    private static final CompletionStage<PublishOutcome> REFUSED =
            CompletableFuture.completedStage(PublishOutcome.NOT_PUBLISHED);

    private final BrokerConnection connection;
    private final PublisherLimits limits;
    private final Semaphore admission;
    private final AtomicLong admittedBytes = new AtomicLong();
    private final BlockingDeque<PendingPublish> waiting = new LinkedBlockingDeque<>();
    private final Thread publishing;
    private final ExecutorService completing;
    private final ScheduledExecutorService expiring;
    private final Map<PublishResult, LongAdder> ended = new EnumMap<>(PublishResult.class);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final LongAdder refused = new LongAdder();
    private final LongAdder redeclared = new LongAdder();

    // Of the expiring thread alone.
    private boolean expiredLately;

    // Of the publishing thread alone.
    private final ReconnectBackoff channelBackoff = new ReconnectBackoff(new RandomJitter());
    private Connection declaredOn;
    private DeclaredTopology declared;

    private volatile ConfirmChannel channel;
    private volatile PendingPublish inHand;
    private volatile boolean closed;

    /**
     * Opens a publisher with a connection of its own, made in the background; it may be used at once.
     *
     * @param connectionName shown in RabbitMQ's list of connections
     */
    public TicketPublisher(BrokerAddress address, String connectionName) {
        this(address, connectionName, PublisherLimits.DEFAULT);
    }

    TicketPublisher(BrokerAddress address, String connectionName, PublisherLimits limits) {
        this.connection = new BrokerConnection(address, connectionName);
        this.limits = limits;
        this.admission = new Semaphore(limits.messages());
        for (PublishResult result : PublishResult.values()) {
            ended.put(result, new LongAdder());
        }
        this.publishing =
                Thread.ofPlatform().daemon().name("publish-" + connectionName).unstarted(this::publishAll);
        this.completing = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("published-" + connectionName).factory());
        this.expiring = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                .daemon()
                .name("publish-expiry-" + connectionName)
                .factory());
        start();
    }

    /** Publishes a ticket into its lane, which is declared before its first use. */
    public CompletionStage<PublishOutcome> publish(Lane lane, JobTicket ticket) {
        return submit(new Route.ToLane(Objects.requireNonNull(lane)), ticket.encode());
    }

    /**
     * Publishes a ticket that arrives in its lane after the delay or up to a tenth later, and never less than
     * {@link RetryLadder#SHORTEST} later.
     *
     * @param delay how long it waits in the broker; longer than {@link RetryLadder#LONGEST} it is
     *     {@link PublishOutcome#NOT_PUBLISHED}
     */
    public CompletionStage<PublishOutcome> publishAfter(Lane lane, JobTicket ticket, Duration delay) {
        Objects.requireNonNull(lane);
        Optional<Duration> rung = RetryLadder.rungFor(delay);
        if (rung.isEmpty()) {
            return refuse();
        }
        return submit(new Route.ToLaneLater(lane, rung.get()), ticket.encode());
    }

    /** Tells those who watch the broker that a job is dead. */
    public CompletionStage<PublishOutcome> announceDeath(DeathNotice notice) {
        return submit(new Route.ToDead(), notice.encode());
    }

    /** Whether publishing now has a chance: connected, not blocked by the broker, not closed. */
    public boolean available() {
        return !closing.get() && connection.isUp() && !connection.isBlocked();
    }

    /** Whether there is a connection to the broker. */
    public boolean isConnected() {
        return connection.isUp();
    }

    /** Whether the broker has said that it takes no messages now. */
    public boolean isBlocked() {
        return connection.isBlocked();
    }

    /** What has been done so far, and what is under way. */
    public PublisherCounts counts() {
        ConfirmChannel present = channel;
        return new PublisherCounts(
                ended.get(PublishResult.CONFIRMED).sum(),
                refused.sum(),
                ended.get(PublishResult.RETURNED).sum(),
                ended.get(PublishResult.REJECTED).sum(),
                ended.get(PublishResult.TIMED_OUT).sum(),
                ended.get(PublishResult.LOST).sum(),
                redeclared.sum(),
                waiting.size(),
                present == null ? 0 : present.unansweredCount());
    }

    /** Takes no more, waits up to 5 s for what is under way, then gives up the rest and closes the connection. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!admission.tryAcquire(limits.messages(), limits.closePatience().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("closing with messages unconfirmed: connection=%s", connection);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        publishing.interrupt();
        connection.close();
        expiring.shutdownNow();
        giveUpEverything();
        completing.shutdown();
    }

    private void start() {
        connection.addListener(new BrokerListener() {
            @Override
            public void lost() {
                loseUnanswered();
            }
        });
        connection.start();
        publishing.start();
        var unused = expiring.scheduleWithFixedDelay(
                this::expire, EXPIRY_INTERVAL.toMillis(), EXPIRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<PublishOutcome> submit(Route route, byte[] body) {
        if (!available() || !admit(body.length)) {
            return refuse();
        }
        var pending = new PendingPublish(
                route, body, System.nanoTime() + limits.confirmTimeout().toNanos());
        enqueue(() -> waiting.addLast(pending), pending);
        return pending.stage();
    }

    private void enqueue(Runnable insertion, PendingPublish pending) {
        insertion.run();
        if (closed) {
            // Closing may have emptied the queue just before this one came in.
            end(pending, PublishResult.LOST);
        }
    }

    private CompletionStage<PublishOutcome> refuse() {
        refused.increment();
        return REFUSED;
    }

    private boolean admit(int bytes) {
        if (!admission.tryAcquire()) {
            return false;
        }
        if (admittedBytes.addAndGet(bytes) > limits.bytes()) {
            dismiss(bytes);
            return false;
        }
        return true;
    }

    private void dismiss(int bytes) {
        admittedBytes.addAndGet(-bytes);
        admission.release();
    }

    private void publishAll() {
        try {
            while (!closed) {
                inHand = waiting.takeFirst();
                write(inHand);
                inHand = null;
            }
        } catch (InterruptedException closing) {
            LOG.debugf("publishing ends: connection=%s", connection);
        }
    }

    private void write(PendingPublish pending) throws InterruptedException {
        if (pending.hasEnded()) {
            return;
        }
        try {
            channel().publish(pending);
        } catch (IOException | ShutdownSignalException failure) {
            LOG.debugf(failure, "not published: connection=%s", connection);
            end(pending, PublishResult.LOST);
        } catch (RuntimeException | Error bug) {
            // Errors, too: this thread is the only one that publishes, and must not end before the publisher.
            LOG.errorf(bug, "publishing failed unexpectedly: connection=%s", connection);
            end(pending, PublishResult.LOST);
        }
    }

    private ConfirmChannel channel() throws IOException, InterruptedException {
        ConfirmChannel present = channel;
        if (present != null && present.isUsable()) {
            return present;
        }
        Connection open = connection.current().orElseThrow(() -> new IOException("no connection to the broker"));
        if (present != null) {
            present.loseAll();
            channel = null;
        }
        if (declaredOn != open) {
            declaredOn = open;
            declared = new DeclaredTopology(open);
        } else if (present != null) {
            // The broker closes a channel when an exchange is missing: nothing declared before can be relied on.
            declared.forgetAll();
            // Want of a permission closes one channel after another: they are opened less and less often.
            TimeUnit.NANOSECONDS.sleep(channelBackoff.afterLoss(present.age()).toNanos());
        }
        ConfirmChannel next = ConfirmChannel.open(open, declared, limits.unconfirmed(), new Ends());
        channel = next;
        return next;
    }

    private void loseUnanswered() {
        ConfirmChannel present = channel;
        if (present != null) {
            present.loseAll();
        }
    }

    private void expire() {
        long now = System.nanoTime();
        long before = ended.get(PublishResult.TIMED_OUT).sum();
        ConfirmChannel present = channel;
        if (present != null) {
            present.expire(now);
        }
        PendingPublish held = inHand;
        if (held != null && held.hasExpired(now)) {
            // The publishing thread may be stuck in a write that the broker does not read.
            end(held, PublishResult.TIMED_OUT);
        }
        waiting.removeIf(pending -> pending.hasExpired(now) && end(pending, PublishResult.TIMED_OUT));
        reportExpired(ended.get(PublishResult.TIMED_OUT).sum() - before);
    }

    private void reportExpired(long count) {
        if (count > 0) {
            LOG.logf(
                    expiredLately ? Logger.Level.DEBUG : Logger.Level.WARN,
                    "the broker does not confirm: connection=%s messages=%d waited_ms=%d",
                    connection,
                    count,
                    limits.confirmTimeout().toMillis());
        }
        expiredLately = count > 0;
    }

    private void giveUpEverything() {
        loseUnanswered();
        PendingPublish held = inHand;
        if (held != null) {
            end(held, PublishResult.LOST);
        }
        waiting.removeIf(pending -> end(pending, PublishResult.LOST) || pending.hasEnded());
    }

    private boolean end(PendingPublish pending, PublishResult result) {
        if (!pending.end()) {
            return false;
        }
        ended.get(result).increment();
        Runnable completion = () -> {
            pending.complete(result);
            dismiss(pending.body().length);
        };
        try {
            completing.execute(completion);
        } catch (RejectedExecutionException closedMeanwhile) {
            completion.run();
        }
        return true;
    }

    private final class Ends implements ConfirmChannel.Answers {
        @Override
        public void confirmed(PendingPublish pending) {
            end(pending, PublishResult.CONFIRMED);
        }

        @Override
        public void returned(PendingPublish pending) {
            if (pending.mayTryAgain()) {
                redeclared.increment();
                enqueue(() -> waiting.addFirst(pending), pending);
            } else {
                LOG.warnf(
                        "the broker has no queue for a message, though it was declared again: route=%s",
                        pending.route());
                end(pending, PublishResult.RETURNED);
            }
        }

        @Override
        public void rejected(PendingPublish pending) {
            end(pending, PublishResult.REJECTED);
        }

        @Override
        public void timedOut(PendingPublish pending) {
            end(pending, PublishResult.TIMED_OUT);
        }

        @Override
        public void lost(PendingPublish pending) {
            end(pending, PublishResult.LOST);
        }
    }
}
