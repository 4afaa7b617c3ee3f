package dev.millrace.core.messaging;

import static dev.millrace.core.messaging.TicketSamples.HIGH;
import static dev.millrace.core.messaging.TicketSamples.LOW;
import static dev.millrace.core.messaging.TicketSamples.eventually;
import static dev.millrace.core.messaging.TicketSamples.outcome;
import static dev.millrace.core.messaging.TicketSamples.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketConsumerIT {
    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    private static TicketPublisher publisher;

    private final ReceivedTickets received = new ReceivedTickets();
    private TcpProxy proxy;
    private TicketConsumer consumer;

    @BeforeAll
    static void openPublisher() {
        publisher = new TicketPublisher(BrokerAddress.parse(broker.amqpUrl()), "tickets for the consumer test");
        eventually().until(publisher::available);
    }

    @AfterAll
    static void closePublisher() {
        publisher.close();
    }

    @BeforeEach
    void open() {
        proxy = broker.proxy();
        consumer = open(received);
    }

    @AfterEach
    void close() {
        consumer.close();
        proxy.close();
        broker.queues().forEach(queue -> broker.deleteQueue(queue.name()));
    }

    @Test
    void ticketsComeFromTheLaneTheyWerePublishedTo() {
        consumer.consume(HIGH, 10);
        consumer.consume(LOW, 10);
        publish(HIGH, 1);
        publish(LOW, 2);
        eventually().until(() -> received.deliveries().size() == 2);

        assertThat(received.deliveries()).allSatisfy(delivery -> {
            Lane lane = delivery.ticket().equals(ticket(1)) ? HIGH : LOW;
            assertThat(delivery.lane()).isEqualTo(lane);
            assertThat(delivery.redelivered()).isFalse();
            assertThat(delivery.isStale()).isFalse();
        });
        assertThat(consumer.counts().consumingLanes()).isEqualTo(2);
        assertThat(consumer.connected()).isTrue();
    }

    @Test
    void anAcknowledgedTicketIsGoneAndCannotBeSettledAgain() {
        consumeAndAwait(HIGH, 10);
        publish(HIGH, 1);
        Delivery delivery = awaitDelivery(0);

        assertThat(delivery.ack()).isTrue();
        assertThat(delivery.ack()).isFalse();
        assertThat(delivery.requeue()).isFalse();
        assertThat(consumer.counts().acknowledged()).isEqualTo(1);
        consumer.close();
        assertThat(broker.depth(Topology.laneQueue(HIGH))).isZero();
    }

    @Test
    void aTicketGivenBackComesAgain() {
        consumeAndAwait(HIGH, 10);
        publish(HIGH, 1);
        assertThat(awaitDelivery(0).requeue()).isTrue();

        Delivery again = awaitDelivery(1);
        assertThat(again.ticket()).isEqualTo(ticket(1));
        assertThat(again.redelivered()).isTrue();
        assertThat(consumer.counts().requeued()).isEqualTo(1);
        assertThat(consumer.counts().redelivered()).isEqualTo(1);
    }

    @Test
    void aTicketGivenBackThirtyTimesIsNotDropped() {
        consumeAndAwait(HIGH, 10);
        publish(HIGH, 1);
        for (int round = 0; round < 30; round++) {
            assertThat(awaitDelivery(round).requeue()).isTrue();
        }
        assertThat(awaitDelivery(30).ack()).isTrue();
    }

    @Test
    void closingGivesBackWhatIsNotSettled() {
        consumeAndAwait(HIGH, 10);
        publish(HIGH, 1);
        Delivery delivery = awaitDelivery(0);
        consumer.close();

        assertThat(delivery.isStale()).isTrue();
        assertThat(delivery.ack()).isFalse();
        assertThat(broker.depth(Topology.laneQueue(HIGH))).isEqualTo(1);
        assertThat(consumer.connected()).isFalse();
    }

    @Test
    void whatIsNoTicketGoesToTheDeadLettersWithItsBytes() {
        consumeAndAwait(HIGH, 10);
        byte[] junk = {0, (byte) 0xFF, '{', 7};
        byte[] laterVersion = "{\"v\":2,\"ids\":[\"x\"]}".getBytes(StandardCharsets.UTF_8);
        broker.put(Topology.laneQueue(HIGH), junk);
        broker.put(Topology.laneQueue(HIGH), laterVersion);
        publish(HIGH, 1);

        assertThat(awaitDelivery(0).ticket()).isEqualTo(ticket(1));
        eventually().until(() -> broker.depth(Topology.deadQueue()) == 2);
        assertThat(broker.drain(Topology.deadQueue()))
                .extracting(FreshBroker.Message::body)
                .containsExactly(junk, laterVersion);
        assertThat(consumer.counts().undecodable()).isEqualTo(2);
    }

    @Test
    void noMoreTicketsComeThanThePrefetch() {
        consumeAndAwait(HIGH, 3);
        publishMany(HIGH, 10);
        eventually().until(() -> received.deliveries().size() == 3);
        assertThat(broker.depth(Topology.laneQueue(HIGH))).isEqualTo(7);

        received.deliveries().get(1).ack();
        eventually().until(() -> received.deliveries().size() == 4);
        assertThat(broker.depth(Topology.laneQueue(HIGH))).isEqualTo(6);
    }

    @Test
    void aPrefetchMustBeSensible() {
        assertThatIllegalArgumentException().isThrownBy(() -> consumer.consume(HIGH, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> consumer.consume(HIGH, TicketConsumer.MAX_PREFETCH + 1));
    }

    @Test
    void afterALostConnectionTicketsComeAgainAndOldDeliveriesHitNothing() {
        consumeAndAwait(HIGH, 10);
        publish(HIGH, 1);
        Delivery old = awaitDelivery(0);
        proxy.cut();

        Delivery again = awaitDelivery(1);
        assertThat(again.ticket()).isEqualTo(ticket(1));
        assertThat(again.redelivered()).isTrue();
        assertThat(received.lost()).containsExactly(HIGH);
        assertThat(old.isStale()).isTrue();

        // The new delivery has the tag that the old one had: an ack that hit it would lose the ticket.
        assertThat(old.ack()).isFalse();
        assertThat(old.requeue()).isFalse();
        assertThat(again.isStale()).isFalse();
        consumer.close();
        assertThat(broker.depth(Topology.laneQueue(HIGH))).isEqualTo(1);
    }

    @Test
    void everyLaneIsSubscribedToAgainHoweverOftenTheConnectionIsLost() {
        consumer.consume(HIGH, 10);
        consumer.consume(LOW, 10);
        eventually().until(() -> consumer.counts().consumingLanes() == 2);
        for (int round = 1; round <= 3; round++) {
            int losses = 2 * round;
            proxy.cut();
            eventually().until(() -> received.lost().size() == losses);
            eventually().until(() -> consumer.counts().consumingLanes() == 2);
        }
        publish(HIGH, 1);
        publish(LOW, 2);
        eventually().until(() -> received.tickets().containsAll(List.of(ticket(1), ticket(2))));
        assertThat(consumer.counts().subscriptionsLost()).isEqualTo(6);
    }

    @Test
    void theBrokerMayCloseTheConnection() {
        consumeAndAwait(HIGH, 10);
        eventually().until(() -> {
            // The publisher's goes as well and comes back as well.
            broker.closeConnections();
            return received.lost().contains(HIGH);
        });
        eventually().until(() -> consumer.counts().consumingLanes() == 1);
        eventually().until(() -> outcome(publisher.publish(HIGH, ticket(1))) == PublishOutcome.CONFIRMED);
        assertThat(awaitDelivery(0).ack()).isTrue();
    }

    @Test
    void consumesOnceTheBrokerCanBeReached() {
        consumer.close();
        proxy.refuse(true);
        consumer = open(received);
        consumer.consume(HIGH, 10);
        publish(HIGH, 1);
        eventually().until(() -> proxy.connections() == 0);
        assertThat(consumer.connected()).isFalse();

        proxy.refuse(false);
        assertThat(awaitDelivery(0).ack()).isTrue();
    }

    @Test
    void aDeletedQueueIsDeclaredAgainAndTicketsHeldStayGood() {
        consumeAndAwait(HIGH, 10);
        publish(HIGH, 1);
        Delivery held = awaitDelivery(0);
        broker.deleteQueue(Topology.laneQueue(HIGH));
        eventually().until(() -> consumer.counts().subscriptionsLost() == 1);
        eventually().until(() -> consumer.counts().consumingLanes() == 1);

        assertThat(held.isStale()).isFalse();
        assertThat(received.lost()).isEmpty();
        assertThat(held.ack()).isTrue();
        publish(HIGH, 2);
        assertThat(awaitDelivery(1).ack()).isTrue();
        assertThat(received.lost()).isEmpty();
    }

    @Test
    void aLaneThatCannotBeDeclaredIsTriedUntilItCan() {
        broker.declareQueue(Topology.laneQueue(HIGH));
        consumer.consume(HIGH, 10);
        consumeAndAwait(LOW, 10);
        assertThat(consumer.counts().consumingLanes()).isEqualTo(1);

        broker.deleteQueue(Topology.laneQueue(HIGH));
        eventually().until(() -> consumer.counts().consumingLanes() == 2);
    }

    @Test
    void aPauseLeavesNewTicketsInTheLaneAndHeldOnesGood() {
        consumeAndAwait(HIGH, 10);
        publish(HIGH, 1);
        Delivery held = awaitDelivery(0);
        consumer.pause(HIGH.queue());
        eventually().until(() -> consumer.counts().consumingLanes() == 0);
        publish(HIGH, 2);
        publish(HIGH, 3);
        assertThat(broker.depth(Topology.laneQueue(HIGH))).isEqualTo(2);
        assertThat(held.isStale()).isFalse();
        assertThat(held.requeue()).isTrue();
        eventually().until(() -> broker.depth(Topology.laneQueue(HIGH)) == 3);

        consumer.resume(HIGH.queue());
        eventually().until(() -> received.deliveries().size() == 4);
        assertThat(received.tickets()).containsOnlyOnce(ticket(2), ticket(3));
        assertThat(received.lost()).isEmpty();
    }

    @Test
    void aPauseOutlastsALostConnection() {
        consumeAndAwait(HIGH, 10);
        consumer.pause(HIGH.queue());
        eventually().until(() -> consumer.counts().consumingLanes() == 0);
        proxy.cut();
        eventually().until(() -> received.lost().contains(HIGH));
        eventually().until(consumer::connected);
        publish(HIGH, 1);
        assertThat(received.deliveries()).isEmpty();

        consumer.resume(HIGH.queue());
        assertThat(awaitDelivery(0).ack()).isTrue();
    }

    @Test
    void aQueueDeletedDuringAPauseIsDeclaredAgainAtItsEnd() {
        consumeAndAwait(HIGH, 10);
        publish(HIGH, 1);
        Delivery held = awaitDelivery(0);
        consumer.pause(HIGH.queue());
        eventually().until(() -> consumer.counts().consumingLanes() == 0);
        broker.deleteQueue(Topology.laneQueue(HIGH));
        consumer.resume(HIGH.queue());
        eventually().until(() -> consumer.counts().consumingLanes() == 1);
        assertThat(held.isStale()).isFalse();
        publish(HIGH, 2);
        assertThat(awaitDelivery(1).ack()).isTrue();
    }

    @Test
    void pausingOftenDoesNotPileTicketsUp() {
        consumeAndAwait(HIGH, 5);
        publishMany(HIGH, 100);
        for (int round = 0; round < 10; round++) {
            consumer.pause(HIGH.queue());
            eventually().until(() -> consumer.counts().consumingLanes() == 0);
            consumer.resume(HIGH.queue());
            if (received.deliveries().size() < 5) {
                eventually().until(() -> received.deliveries().size() >= 5);
            }
        }
        assertThat(received.deliveries()).hasSizeLessThan(10);

        received.deliveries().forEach(Delivery::ack);
        eventually().until(() -> {
            received.deliveries().forEach(Delivery::ack);
            return received.deliveries().size() == 100;
        });
    }

    @Test
    void pausingOftenDoesNotPileTicketsUpBehindAHandlerThatBlocks() {
        consumer.close();
        var release = new CountDownLatch(1);
        consumer = open(delivery -> {
            awaitQuietly(release);
            received.onTicket(delivery);
        });
        consumeAndAwait(HIGH, 5);
        publishMany(HIGH, 50);
        eventually().until(() -> broker.depth(Topology.laneQueue(HIGH)) == 45);
        consumer.pause(HIGH.queue());
        eventually().until(() -> consumer.counts().consumingLanes() == 0);
        consumer.resume(HIGH.queue());
        consumeAndAwait(LOW, 5);
        assertThat(broker.depth(Topology.laneQueue(HIGH))).isEqualTo(45);

        release.countDown();
        eventually().until(() -> {
            received.deliveries().forEach(Delivery::ack);
            return received.deliveries().size() == 50;
        });
    }

    @Test
    void aLaneWhoseHandlerBlocksDoesNotHoldUpAnother() {
        consumer.close();
        var release = new CountDownLatch(1);
        consumer = open(delivery -> {
            if (delivery.lane().equals(LOW)) {
                awaitQuietly(release);
            }
            received.onTicket(delivery);
        });
        consumer.consume(HIGH, 10);
        consumer.consume(LOW, 10);
        publish(LOW, 1);
        eventually().until(() -> consumer.counts().delivered() == 1);
        publish(HIGH, 2);
        assertThat(awaitDelivery(0).ticket()).isEqualTo(ticket(2));
        release.countDown();
        assertThat(awaitDelivery(1).ticket()).isEqualTo(ticket(1));
    }

    @Test
    void aTicketWhoseHandlerFailsComesAgain() {
        consumer.close();
        var calls = new AtomicInteger();
        consumer = open(delivery -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("a bug");
            }
            received.onTicket(delivery);
        });
        consumer.consume(HIGH, 10);
        publish(HIGH, 1);
        assertThat(awaitDelivery(0).redelivered()).isTrue();
        assertThat(consumer.counts().handlerFailures()).isEqualTo(1);
    }

    @Test
    void noTicketIsLostWhileConnectionsBreakAllTheTime() {
        var acknowledged = ConcurrentHashMap.<JobTicket>newKeySet();
        consumer.close();
        consumer = open(delivery -> {
            if (delivery.ack()) {
                acknowledged.add(delivery.ticket());
            }
        });
        consumer.consume(HIGH, 50);
        List<JobTicket> published = publishMany(HIGH, 3_000);
        for (int round = 0; round < 5; round++) {
            int before = acknowledged.size();
            eventually().until(() -> acknowledged.size() > before || acknowledged.size() == published.size());
            proxy.cut();
        }
        eventually().until(() -> acknowledged.containsAll(published));
    }

    private TicketConsumer open(TicketHandler handler) {
        return new TicketConsumer(BrokerAddress.parse(broker.amqpUrlThrough(proxy)), "consumer test", handler);
    }

    private void consumeAndAwait(Lane lane, int prefetch) {
        int before = consumer.counts().consumingLanes();
        consumer.consume(lane, prefetch);
        eventually().until(() -> consumer.counts().consumingLanes() > before);
    }

    private Delivery awaitDelivery(int index) {
        eventually().until(() -> received.deliveries().size() > index);
        return received.deliveries().get(index);
    }

    private static void publish(Lane lane, int number) {
        assertThat(outcome(publisher.publish(lane, ticket(number)))).isEqualTo(PublishOutcome.CONFIRMED);
    }

    private static List<JobTicket> publishMany(Lane lane, int count) {
        List<JobTicket> tickets =
                IntStream.rangeClosed(1, count).mapToObj(TicketSamples::ticket).toList();
        var stages = new ArrayList<CompletionStage<PublishOutcome>>();
        tickets.forEach(ticket -> stages.add(publisher.publish(lane, ticket)));
        assertThat(stages).allSatisfy(stage -> assertThat(outcome(stage)).isEqualTo(PublishOutcome.CONFIRMED));
        return tickets;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
