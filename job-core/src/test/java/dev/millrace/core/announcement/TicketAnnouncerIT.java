package dev.millrace.core.announcement;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.store.AcceptedJob;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketAnnouncerIT {
    private final FreshDatabase database = RealServices.freshDatabase();
    private final FreshBroker broker = RealServices.freshBroker();
    private final TestStore store = TestStore.on(database);
    private final TcpProxy proxy = broker.proxy();
    private final TicketPublisher publisher =
            new TicketPublisher(BrokerAddress.parse(broker.amqpUrlThrough(proxy)), "announcer test");
    private final TicketAnnouncer announcer = new TicketAnnouncer(publisher, store.outbox());

    @BeforeEach
    void connect() {
        eventually().until(publisher::available);
    }

    @AfterEach
    void close() {
        proxy.heal();
        publisher.close();
        proxy.close();
        store.close();
        broker.close();
        database.close();
    }

    @Test
    void ticketsThatAreReadyBeforeAnotherIsConfirmedTravelTogether() {
        List<UUID> jobs = announceBeforeTheBrokerAnswers(10, 10);

        eventually().until(() -> outboxRows() == 0);
        List<JobTicket> arrived = arrived();
        assertThat(arrived).extracting(ticket -> ticket.jobIds().size()).containsExactly(1, 9);
        assertThat(arrived).flatExtracting(JobTicket::jobIds).containsExactlyElementsOf(jobs);
    }

    @Test
    void noMessageNamesMoreJobsThanTheirTypeAllows() {
        List<UUID> jobs = announceBeforeTheBrokerAnswers(10, 4);

        eventually().until(() -> outboxRows() == 0);
        List<JobTicket> arrived = arrived();
        assertThat(arrived).extracting(ticket -> ticket.jobIds().size()).containsExactly(1, 4, 4, 1);
        assertThat(arrived).flatExtracting(JobTicket::jobIds).containsExactlyElementsOf(jobs);
    }

    @Test
    void ticketsThatCouldNotTravelWithOthersWaitForNone() {
        proxy.blackhole(true);

        announce(accepted(5, 1), 1);

        assertThat(publisher.counts().queued() + publisher.counts().unconfirmed())
                .isGreaterThanOrEqualTo(4);
        proxy.blackhole(false);
        eventually().until(() -> outboxRows() == 0);
        assertThat(arrived()).extracting(ticket -> ticket.jobIds().size()).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void ticketsOfALostMessageStayInTheOutboxForTheRelay() {
        announceWhileHeld(10, 10);

        proxy.cut();

        eventually()
                .until(() -> publisher.counts().queued() + publisher.counts().unconfirmed() == 0);
        assertThat(outboxRows()).isEqualTo(10);
    }

    private List<UUID> announceBeforeTheBrokerAnswers(int jobs, int ticketSize) {
        List<UUID> ids = announceWhileHeld(jobs, ticketSize);
        proxy.blackhole(false);
        return ids;
    }

    private List<UUID> announceWhileHeld(int jobs, int ticketSize) {
        List<AcceptedJob> accepted = accepted(jobs, ticketSize);
        proxy.blackhole(true);
        return announce(accepted, ticketSize);
    }

    private List<UUID> announce(List<AcceptedJob> accepted, int ticketSize) {
        accepted.forEach(job -> announcer.announceTogether(job.ticket(), ticketSize));
        return accepted.stream().map(job -> job.submitted().id()).toList();
    }

    private List<AcceptedJob> accepted(int jobs, int ticketSize) {
        List<AcceptedJob> accepted = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            accepted.addAll(await(
                    store.jobs().acceptAll(List.of(aJob().ticketSize(ticketSize).build()))));
        }
        return accepted;
    }

    private List<JobTicket> arrived() {
        Lane lane = new Lane("default", aJob().build().priority());
        return broker.drain(Topology.laneQueue(lane)).stream()
                .map(message -> JobTicket.decode(message.body()).orElseThrow())
                .toList();
    }

    private long outboxRows() {
        return store.count("select count(*) from millrace.outbox");
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20));
    }
}
