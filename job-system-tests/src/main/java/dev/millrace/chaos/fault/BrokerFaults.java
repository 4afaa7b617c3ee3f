package dev.millrace.chaos.fault;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.millrace.chaos.load.Clients;
import dev.millrace.chaos.load.ExtraJobs;
import dev.millrace.chaos.load.PlannedRequest;
import dev.millrace.chaos.process.Patience;
import dev.millrace.chaos.process.Servers;
import dev.millrace.chaos.proxy.SeenTickets;
import dev.millrace.chaos.proxy.TicketTap.SeenTicket;
import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What happens to RabbitMQ and to what is in it. */
final class BrokerFaults {
    private static final String NAME = "RabbitMQ";
    private static final int ROUNDS = 10;

    private static final int BURST = 450;
    private static final Duration BURST_LENGTH = Duration.ofMillis(500);
    private static final Duration UNTIL_BEGUN = Duration.ofSeconds(5);

    private final Servers servers;
    private final SeenTickets tickets;
    private final Clients clients;
    private final ExtraJobs extra;
    private final JobsInHand inHand;

    BrokerFaults(Servers servers, SeenTickets tickets, Clients clients, ExtraJobs extra, JobsInHand inHand) {
        this.servers = servers;
        this.tickets = tickets;
        this.clients = clients;
        this.extra = extra;
        this.inHand = inHand;
    }

    String inject(PlannedFault fault, Consumer<String> meets) {
        meets.accept(NAME);
        Random random = fault.random();
        switch (fault.kind()) {
            case KILL_BROKER -> {
                servers.killBroker();
                Patience.pause(Duration.ofMillis(500 + random.nextInt(2_500)));
                servers.startAgain();
            }
            case WIPE_BROKER -> {
                fillTheLanes(fault);
                servers.killBroker();
                servers.wipeBroker();
                servers.startAgain();
            }
            case RESTART_BROKER -> {
                servers.control("stop_app");
                servers.control("start_app");
                servers.startAgain();
            }
            case PURGE_QUEUES -> {
                fillTheLanes(fault);
                servers.queues().forEach(servers::purge);
            }
            case DELETE_QUEUES -> {
                fillTheLanes(fault);
                servers.queues().forEach(servers::delete);
            }
            case BREAK_QUEUE -> {
                // As RabbitMQ 3.10 may come back when it is killed just after a queue was deleted and declared again.
                servers.control(
                        "eval",
                        "ra:stop_server(quorum_queues, {'%%2F_%s', node()})."
                                .formatted(Topology.laneQueue(new Lane("default", Priority.MEDIUM))));
                servers.control("close_all_connections", "chaos");
            }
            case CLOSE_BROKER_CONNECTIONS -> servers.control("close_all_connections", "chaos");
            case BROKER_DISK_ALARM -> {
                servers.control("set_disk_free_limit", "1000000GB");
                Patience.pause(Duration.ofSeconds(3));
                servers.control("set_disk_free_limit", "200MB");
            }
            case TRIPLE_DELIVERY -> deliverThreeTimes(random);
            case JUNK -> publishJunk(random);
            default -> throw new IllegalArgumentException(fault.kind().name());
        }
        return NAME;
    }

    /** So that there is something to forget: more tickets than all workers take into their hands. */
    private void fillTheLanes(PlannedFault fault) {
        PlannedRequest burst = extra.lengthy(fault.number(), BURST, BURST_LENGTH);
        clients.submit(burst);
        Patience.until(UNTIL_BEGUN, () -> inHand.running(burst.jobs().getFirst().number()) > 0);
    }

    /** Whatever is published meanwhile comes twice more, in another order. */
    private void deliverThreeTimes(Random random) {
        ConcurrentLinkedQueue<SeenTicket> seen = new ConcurrentLinkedQueue<>();
        Consumer<SeenTicket> listener = seen::add;
        tickets.listen(listener);
        try {
            withChannel(channel -> {
                for (int round = 0; round < ROUNDS; round++) {
                    Patience.pause(Duration.ofMillis(500));
                    List<SeenTicket> again = new ArrayList<>();
                    for (SeenTicket ticket = seen.poll(); ticket != null; ticket = seen.poll()) {
                        again.add(ticket);
                        again.add(ticket);
                    }
                    Collections.shuffle(again, random);
                    for (SeenTicket ticket : again) {
                        channel.basicPublish(
                                ticket.exchange(),
                                ticket.routingKey(),
                                MessageProperties.PERSISTENT_BASIC,
                                ticket.ticket().encode());
                    }
                }
            });
        } finally {
            tickets.ignore(listener);
        }
    }

    private void publishJunk(Random random) {
        byte[] noise = new byte[100_000];
        random.nextBytes(noise);
        List<byte[]> junk = List.of(
                noise,
                new byte[0],
                "not JSON".getBytes(StandardCharsets.UTF_8),
                "{\"v\":1,\"ids\":[\"nobody\"]}".getBytes(StandardCharsets.UTF_8),
                "{\"v\":99,\"ids\":[]}".getBytes(StandardCharsets.UTF_8),
                JobTicket.of(new UUID(random.nextLong(), random.nextLong())).encode());
        withChannel(channel -> {
            for (Priority priority : Priority.values()) {
                for (byte[] bytes : junk) {
                    // Through the default exchange, which leads to the queue of the key's name.
                    channel.basicPublish(
                            "",
                            Topology.laneQueue(new Lane("default", priority)),
                            MessageProperties.PERSISTENT_BASIC,
                            bytes);
                }
            }
        });
    }

    private void withChannel(Publishing publishing) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(servers.broker());
            try (Connection connection = factory.newConnection("chaos");
                    Channel channel = connection.createChannel()) {
                publishing.on(channel);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException | URISyntaxException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private interface Publishing {
        void on(Channel channel) throws IOException;
    }
}
