package dev.millrace.core.messaging;

import static dev.millrace.core.messaging.TicketSamples.HIGH;
import static dev.millrace.core.messaging.TicketSamples.eventually;
import static dev.millrace.core.messaging.TicketSamples.outcome;
import static dev.millrace.core.messaging.TicketSamples.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshBroker.Queue;
import dev.millrace.core.testing.RealServices;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopologyIT {
    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    @BeforeAll
    static void useALaneAndARung() {
        try (var publisher = new TicketPublisher(BrokerAddress.parse(broker.amqpUrl()), "topology test")) {
            eventually().until(publisher::available);
            outcome(publisher.publish(HIGH, ticket(1)));
            outcome(publisher.publishAfter(HIGH, ticket(2), Duration.ofMinutes(15)));
        }
    }

    /**
     * Running systems hold queues with these arguments; a release that asks for others under the same name cannot
     * declare them. Whoever must change this test must change the name, too.
     */
    @Test
    void argumentsAreThoseOfTheFirstRelease() {
        assertThat(broker.queues())
                .containsExactlyInAnyOrder(
                        new Queue(
                                "millrace.work.default.high",
                                "quorum",
                                Map.of(
                                        "x-queue-type",
                                        "quorum",
                                        "x-delivery-limit",
                                        1_000_000_000,
                                        "x-dead-letter-exchange",
                                        "millrace.dead")),
                        new Queue(
                                "millrace.retry.900000",
                                "quorum",
                                Map.of(
                                        "x-queue-type",
                                        "quorum",
                                        "x-message-ttl",
                                        900_000,
                                        "x-dead-letter-exchange",
                                        "millrace.work",
                                        "x-dead-letter-strategy",
                                        "at-least-once",
                                        "x-overflow",
                                        "reject-publish")),
                        new Queue(
                                "millrace.dead",
                                "quorum",
                                Map.of(
                                        "x-queue-type",
                                        "quorum",
                                        "x-max-length",
                                        10_000,
                                        "x-max-length-bytes",
                                        67_108_864,
                                        "x-overflow",
                                        "drop-head",
                                        "x-delivery-limit",
                                        1_000_000_000)));
    }

    @Test
    void namesForOtherPartsAreThoseDeclared() {
        assertThat(broker.queue(Topology.laneQueue(HIGH))).isPresent();
        assertThat(broker.queue(Topology.retryQueue(Duration.ofMinutes(15)))).isPresent();
        assertThat(broker.queue(Topology.deadQueue())).isPresent();
    }
}
