package dev.millrace.core.messaging;

import static dev.millrace.core.messaging.PublishOutcome.CONFIRMED;
import static dev.millrace.core.messaging.PublishOutcome.NOT_PUBLISHED;
import static dev.millrace.core.messaging.TicketSamples.HIGH;
import static dev.millrace.core.messaging.TicketSamples.LOW;
import static dev.millrace.core.messaging.TicketSamples.eventually;
import static dev.millrace.core.messaging.TicketSamples.outcome;
import static dev.millrace.core.messaging.TicketSamples.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshBroker.Message;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketPublisherIT {
    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    private TcpProxy proxy;
    private TicketPublisher publisher;

    @BeforeEach
    void open() {
        proxy = broker.proxy();
        publisher = open(PublisherLimits.DEFAULT);
        eventually().until(publisher::available);
    }

    @AfterEach
    void close() {
        proxy.heal();
        publisher.close();
        proxy.close();
        broker.queues().forEach(queue -> broker.deleteQueue(queue.name()));
    }

    @Test
    void aConfirmedTicketIsInItsLane() {
        assertThat(outcome(publisher.publish(HIGH, ticket(1)))).isEqualTo(CONFIRMED);
        assertThat(outcome(publisher.publish(LOW, ticket(2)))).isEqualTo(CONFIRMED);
        assertThat(ticketsIn(HIGH)).containsExactly(ticket(1));
        assertThat(ticketsIn(LOW)).containsExactly(ticket(2));
    }

    @Test
    void aDelayedTicketComesToItsLaneAndNotBeforeItsTime() {
        Duration delay = Duration.ofMillis(1_050);
        long start = System.nanoTime();
        assertThat(outcome(publisher.publishAfter(LOW, ticket(1), delay))).isEqualTo(CONFIRMED);
        assertThat(broker.depth(Topology.laneQueue(LOW))).isZero();

        eventually().until(() -> broker.depth(Topology.laneQueue(LOW)) == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
        assertThat(ticketsIn(LOW)).containsExactly(ticket(1));
    }

    @Test
    void ticketsOfManyLanesShareARungAndComeApartAgain() {
        Duration delay = Duration.ofSeconds(1);
        assertThat(outcome(publisher.publishAfter(HIGH, ticket(1), delay))).isEqualTo(CONFIRMED);
        assertThat(outcome(publisher.publishAfter(LOW, ticket(2), delay))).isEqualTo(CONFIRMED);
        eventually().until(() -> broker.depth(Topology.laneQueue(LOW)) + broker.depth(Topology.laneQueue(HIGH)) == 2);
        assertThat(ticketsIn(HIGH)).containsExactly(ticket(1));
        assertThat(ticketsIn(LOW)).containsExactly(ticket(2));
    }

    @Test
    void aDelayLongerThanTheLadderIsNotPublished() {
        assertThat(outcome(publisher.publishAfter(HIGH, ticket(1), RetryLadder.LONGEST.plusMillis(1))))
                .isEqualTo(NOT_PUBLISHED);
    }

    @Test
    void aDeathIsAnnounced() {
        var notice = new DeathNotice(new UUID(0, 7), "send_email", "default", "SmtpException", "no");
        assertThat(outcome(publisher.announceDeath(notice))).isEqualTo(CONFIRMED);
        assertThat(broker.drain(Topology.deadQueue()))
                .extracting(message -> new String(message.body(), StandardCharsets.UTF_8))
                .containsExactly(new String(notice.encode(), StandardCharsets.UTF_8));
    }

    @Test
    void thousandsOfTicketsAreConfirmedEach() {
        List<CompletableFuture<PublishOutcome>> stages = publishMany(10_000);
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(CONFIRMED));
        assertThat(broker.depth(Topology.laneQueue(HIGH))).isEqualTo(10_000);
        assertThat(publisher.counts().confirmed()).isEqualTo(10_000);
        assertThat(publisher.counts().unconfirmed()).isZero();
    }

    @Test
    void aDeletedLaneIsDeclaredAgainAndNoTicketOfThoseUnderWayIsMissed() {
        assertThat(outcome(publisher.publish(HIGH, ticket(1)))).isEqualTo(CONFIRMED);
        broker.deleteQueue(Topology.laneQueue(HIGH));

        List<CompletableFuture<PublishOutcome>> stages = publishMany(500);
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(CONFIRMED));
        assertThat(broker.depth(Topology.laneQueue(HIGH))).isEqualTo(500);
        assertThat(publisher.counts().redeclared()).isPositive();
    }

    @Test
    void aDeletedRungIsDeclaredAgain() {
        Duration rung = Duration.ofMinutes(10);
        assertThat(outcome(publisher.publishAfter(HIGH, ticket(1), rung))).isEqualTo(CONFIRMED);
        String queue = Topology.retryQueue(RetryLadder.rungFor(rung).orElseThrow());
        broker.deleteQueue(queue);

        assertThat(outcome(publisher.publishAfter(HIGH, ticket(2), rung))).isEqualTo(CONFIRMED);
        assertThat(broker.depth(queue)).isEqualTo(1);
    }

    @Test
    void aDeletedExchangeCostsTheTicketsUnderWayAndIsDeclaredAgain() {
        assertThat(outcome(publisher.publish(HIGH, ticket(1)))).isEqualTo(CONFIRMED);
        broker.deleteExchange(Topology.exchange(new Route.ToLane(HIGH)));

        assertThat(outcome(publisher.publish(HIGH, ticket(2)))).isEqualTo(NOT_PUBLISHED);
        assertThat(outcome(publisher.publish(HIGH, ticket(3)))).isEqualTo(CONFIRMED);
        assertThat(publisher.counts().lost()).isEqualTo(1);
    }

    @Test
    void aTicketThatTheBrokerRefusesIsNotPublished() {
        assertThat(outcome(publisher.publish(HIGH, ticket(1)))).isEqualTo(CONFIRMED);
        broker.setPolicy("full", ".*high", Map.of("max-length", 1, "overflow", "reject-publish"));
        try {
            eventually().until(() -> outcome(publisher.publish(HIGH, ticket(2))) == NOT_PUBLISHED);
            assertThat(publisher.counts().rejected()).isEqualTo(1);
            assertThat(outcome(publisher.publish(LOW, ticket(3)))).isEqualTo(CONFIRMED);
        } finally {
            broker.clearPolicy("full");
        }
    }

    @Test
    void aLaneThatCannotBeDeclaredDoesNotHoldUpTheOthers() {
        broker.declareQueue(Topology.laneQueue(HIGH));
        assertThat(outcome(publisher.publish(HIGH, ticket(1)))).isEqualTo(NOT_PUBLISHED);
        assertThat(outcome(publisher.publish(LOW, ticket(2)))).isEqualTo(CONFIRMED);

        broker.deleteQueue(Topology.laneQueue(HIGH));
        eventually().until(() -> outcome(publisher.publish(HIGH, ticket(3))) == CONFIRMED);
    }

    @Test
    void everyTicketUnderWayEndsWhenItsConnectionIsCutAndTheConfirmedOnesAreThere() {
        var stages = new ArrayList<CompletableFuture<PublishOutcome>>();
        var confirmed = ConcurrentHashMap.<JobTicket>newKeySet();
        int number = 0;
        for (int round = 0; round < 5; round++) {
            eventually().until(publisher::available);
            long before = publisher.counts().confirmed();
            for (int i = 0; i < 2_000; i++) {
                JobTicket ticket = ticket(number++);
                stages.add(publisher
                        .publish(HIGH, ticket)
                        .thenApply(outcome -> {
                            if (outcome == CONFIRMED) {
                                confirmed.add(ticket);
                            }
                            return outcome;
                        })
                        .toCompletableFuture());
            }
            eventually().until(() -> publisher.counts().confirmed() > before);
            proxy.cut();
        }
        stages.forEach(TicketSamples::outcome);
        assertThat(stages).extracting(TicketSamples::outcome).contains(CONFIRMED, NOT_PUBLISHED);

        eventually().until(publisher::available);
        assertThat(outcome(publisher.publish(HIGH, ticket(number)))).isEqualTo(CONFIRMED);
        Set<JobTicket> present = new HashSet<>(ticketsIn(HIGH));
        assertThat(present).containsAll(confirmed);
        assertThat(publisher.counts().unconfirmed()).isZero();
        assertThat(publisher.counts().queued()).isZero();
    }

    @Test
    void publishesAgainAfterTheBrokerHasClosedItsConnection() {
        assertThat(outcome(publisher.publish(HIGH, ticket(1)))).isEqualTo(CONFIRMED);
        eventually().until(() -> broker.closeConnections() > 0);
        eventually().until(() -> outcome(publisher.publish(HIGH, ticket(2))) == CONFIRMED);
    }

    @Test
    void nothingIsPublishedWhileThereIsNoConnection() {
        proxy.refuse(true);
        proxy.cut();
        eventually().until(() -> !publisher.available());
        CompletionStage<PublishOutcome> refused = publisher.publish(HIGH, ticket(1));
        assertThat(refused.toCompletableFuture()).isCompletedWithValue(NOT_PUBLISHED);

        proxy.refuse(false);
        eventually().until(publisher::available);
        assertThat(outcome(publisher.publish(HIGH, ticket(2)))).isEqualTo(CONFIRMED);
    }

    @Test
    void aConfirmThatDoesNotComeInTimeIsNone() {
        publisher.close();
        publisher = open(limits(100, 10, Duration.ofSeconds(1)));
        eventually().until(publisher::available);
        assertThat(outcome(publisher.publish(HIGH, ticket(0)))).isEqualTo(CONFIRMED);

        proxy.blackhole(TcpProxy.Direction.TO_CLIENT, true);
        // Some of them are written, the others wait for room among the unconfirmed.
        List<CompletableFuture<PublishOutcome>> stages = publishMany(50);
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(NOT_PUBLISHED));
        assertThat(publisher.counts().timedOut()).isEqualTo(50);

        proxy.blackhole(TcpProxy.Direction.TO_CLIENT, false);
        eventually().until(() -> outcome(publisher.publish(HIGH, ticket(51))) == CONFIRMED);
        assertThat(publisher.counts().timedOut()).isGreaterThanOrEqualTo(50);
    }

    @Test
    void whatIsUnderWayIsBounded() {
        publisher.close();
        publisher = open(limits(100, 10, Duration.ofSeconds(1)));
        eventually().until(publisher::available);
        proxy.blackhole(true);
        List<CompletableFuture<PublishOutcome>> stages = publishMany(150);
        assertThat(publisher.counts().refused()).isEqualTo(50);
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(NOT_PUBLISHED));
    }

    @Test
    void aWriterStuckInADeadConnectionIsFreed() {
        publisher.close();
        publisher = open(limits(20_000, 5_000, Duration.ofSeconds(1)));
        eventually().until(publisher::available);
        assertThat(outcome(publisher.publish(HIGH, ticket(0)))).isEqualTo(CONFIRMED);

        proxy.blackhole(true);
        var large = new JobTicket(IntStream.range(0, JobTicket.MAX_JOB_IDS)
                .mapToObj(number -> new UUID(0, number))
                .toList());
        // More than the buffers of both sockets hold.
        List<CompletableFuture<PublishOutcome>> stages = IntStream.range(0, 100)
                .mapToObj(i -> publisher.publish(HIGH, large).toCompletableFuture())
                .toList();
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(NOT_PUBLISHED));

        proxy.refuse(true);
        eventually().until(() -> !publisher.available());
        proxy.cut();
        proxy.heal();
        eventually().until(publisher::available);
        assertThat(outcome(publisher.publish(LOW, ticket(1)))).isEqualTo(CONFIRMED);
    }

    @Test
    void nothingIsPublishedWhileTheBrokerIsBlocking() {
        assertThat(outcome(publisher.publish(HIGH, ticket(1)))).isEqualTo(CONFIRMED);
        proxy.sendToClients(AmqpFrames.connectionBlocked("low on disk"));
        eventually().until(() -> !publisher.available());
        assertThat(publisher.publish(HIGH, ticket(2)).toCompletableFuture()).isCompletedWithValue(NOT_PUBLISHED);

        proxy.sendToClients(AmqpFrames.connectionUnblocked());
        eventually().until(publisher::available);
        assertThat(outcome(publisher.publish(HIGH, ticket(3)))).isEqualTo(CONFIRMED);
    }

    @Test
    void aReconnectionEndsBlocking() {
        proxy.sendToClients(AmqpFrames.connectionBlocked("low on disk"));
        eventually().until(() -> !publisher.available());
        proxy.cut();
        eventually().until(publisher::available);
    }

    @Test
    void callersWhoBlockInACallbackDoNotStopTheConfirms() {
        var release = new CountDownLatch(1);
        var blocked = publisher.publish(HIGH, ticket(0)).thenAccept(outcome -> awaitQuietly(release));
        List<CompletableFuture<PublishOutcome>> stages = publishMany(500);
        eventually().until(() -> publisher.counts().confirmed() == 501);
        assertThat(blocked.toCompletableFuture()).isNotDone();
        release.countDown();
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(CONFIRMED));
    }

    @Test
    void closingWaitsForWhatIsUnderWay() {
        List<CompletableFuture<PublishOutcome>> stages = publishMany(1_000);
        publisher.close();
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(CONFIRMED));
        assertThat(publisher.available()).isFalse();
        assertThat(outcome(publisher.publish(HIGH, ticket(1)))).isEqualTo(NOT_PUBLISHED);
    }

    @Test
    void closingEndsWhatTheBrokerDoesNotAnswer() {
        publisher.close();
        publisher = open(new PublisherLimits(1_000, 1_000_000, 10, Duration.ofMinutes(1), Duration.ofMillis(200)));
        eventually().until(publisher::available);
        assertThat(outcome(publisher.publish(HIGH, ticket(0)))).isEqualTo(CONFIRMED);
        proxy.blackhole(true);
        List<CompletableFuture<PublishOutcome>> stages = publishMany(100);
        eventually().until(() -> publisher.counts().unconfirmed() == 10);
        publisher.close();
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(NOT_PUBLISHED));
    }

    @Test
    void closingWhileTheBrokerHasNotAnsweredTheFirstDeclarationEndsAsWell() {
        publisher.close();
        publisher = open(new PublisherLimits(1_000, 1_000_000, 10, Duration.ofMinutes(1), Duration.ofMillis(200)));
        eventually().until(publisher::available);
        proxy.blackhole(true);
        List<CompletableFuture<PublishOutcome>> stages = publishMany(100);
        publisher.close();
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(NOT_PUBLISHED));
    }

    private TicketPublisher open(PublisherLimits limits) {
        return new TicketPublisher(BrokerAddress.parse(broker.amqpUrlThrough(proxy)), "publisher test", limits);
    }

    private static PublisherLimits limits(int messages, int unconfirmed, Duration confirmTimeout) {
        return new PublisherLimits(messages, 64L * 1024 * 1024, unconfirmed, confirmTimeout, Duration.ofSeconds(1));
    }

    private List<CompletableFuture<PublishOutcome>> publishMany(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> publisher.publish(HIGH, ticket(number)).toCompletableFuture())
                .toList();
    }

    private List<JobTicket> ticketsIn(Lane lane) {
        return broker.drain(Topology.laneQueue(lane)).stream()
                .map(Message::body)
                .map(body -> JobTicket.decode(body).orElseThrow())
                .toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
