package dev.millrace.scheduler.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Tickets;
import dev.millrace.scheduler.testing.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayIT {
    @AutoClose
    static final FreshDatabase database = RealServices.freshDatabase();

    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    @AutoClose
    static final Sql sql = new Sql(database);

    @AutoClose
    static final Replica one = new Replica(database.url(), broker.amqpUrl()).connected();

    @AutoClose
    static final Replica two = new Replica(database.url(), broker.amqpUrl()).connected();

    @BeforeEach
    void beginEmpty() {
        sql.clear();
        Tickets.drain(broker);
    }

    @Test
    void tickets_whose_process_died_after_the_commit_are_published_and_forgotten() {
        List<UUID> jobs = one.accept(35, null);
        publishingIsOverdue();

        OutboxRelay.Relayed relayed = relay(one, 500).runOnce();

        assertThat(relayed).isEqualTo(new OutboxRelay.Relayed(4, 4));
        assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(sql.count("SELECT count(*) FROM millrace.outbox")).isZero();
    }

    @Test
    void tickets_that_their_own_process_may_still_publish_are_left_to_it() {
        one.accept(35, null);

        assertThat(relay(one, 500).runOnce().leased()).isZero();
    }

    @Test
    void a_full_batch_is_followed_by_another_in_the_same_round() {
        one.accept(95, null);
        publishingIsOverdue();

        assertThat(relay(one, 2).runOnce().published()).isEqualTo(10);
    }

    @Test
    void nothing_is_leased_while_the_broker_is_away_and_all_is_published_when_it_is_back() {
        try (TcpProxy proxy = broker.proxy();
                Replica cut = new Replica(database.url(), broker.amqpUrlThrough(proxy)).connected()) {
            List<UUID> jobs = cut.accept(20, null);
            publishingIsOverdue();
            proxy.refuse(true);
            proxy.cut();
            await().until(() -> !cut.publisher.available());

            assertThat(relay(cut, 500).runOnce().leased()).isZero();
            assertThat(sql.count("SELECT count(*) FROM millrace.outbox WHERE due_at <= now()"))
                    .isEqualTo(2);

            proxy.heal();
            cut.connected();
            assertThat(relay(cut, 500).runOnce().published()).isEqualTo(2);
            assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(jobs);
        }
    }

    @Test
    void two_relays_at_once_publish_each_ticket_once() {
        List<UUID> jobs = one.accept(3_000, null);
        publishingIsOverdue();

        List<OutboxRelay.Relayed> relayed = Together.run(relay(one, 20)::runOnce, relay(two, 20)::runOnce);

        int left = relay(one, 500).runOnce().published();
        assertThat(relayed.stream().mapToInt(OutboxRelay.Relayed::published).sum() + left)
                .isEqualTo(300);
        assertThat(new ArrayList<>(Tickets.drain(broker))).containsExactlyInAnyOrderElementsOf(jobs);
    }

    private static OutboxRelay relay(Replica replica, int batch) {
        return new OutboxRelay(replica.outbox, replica.publisher, replica.announcer, Duration.ofSeconds(1), batch);
    }

    private static void publishingIsOverdue() {
        sql.run("UPDATE millrace.outbox SET due_at = now()");
    }
}
