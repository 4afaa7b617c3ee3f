package dev.millrace.core.messaging;

import static dev.millrace.core.messaging.TicketSamples.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.tls.Authorities;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerConnectionIT {
    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private TcpProxy proxy;
    private BrokerConnection connection;

    @BeforeEach
    void make() {
        proxy = broker.proxy();
        connection = new BrokerConnection(BrokerAddress.parse(broker.amqpUrlThrough(proxy)), "connection test");
        connection.addListener(new Hearing());
    }

    @AfterEach
    void close() {
        connection.close();
        proxy.close();
    }

    @Test
    void connectsUnderItsName() {
        connection.start();
        eventually().until(connection::isUp);
        eventually().until(() -> broker.connectionNames().contains("connection test"));
        assertThat(heard).containsExactly("connected");
    }

    @Test
    void triesUntilTheBrokerCanBeReached() {
        proxy.refuse(true);
        connection.start();
        // The first wait is at most 100 ms, so this sees several tries.
        assertThat(connection.isUp()).isFalse();
        proxy.refuse(false);
        eventually().until(connection::isUp);
        assertThat(heard).containsExactly("connected");
    }

    @Test
    void eachLossBringsANewConnectionAndNeverAnOldOneBack() {
        connection.start();
        eventually().until(connection::isUp);
        Connection first = connection.current().orElseThrow();
        proxy.cut();
        eventually().until(() -> heard.equals(List.of("connected", "lost", "connected")));
        Connection second = connection.current().orElseThrow();
        assertThat(second).isNotSameAs(first);
        assertThat(first.isOpen()).isFalse();
    }

    @Test
    void alarmsAreHeardAndEndWithTheirConnection() {
        connection.start();
        eventually().until(connection::isUp);
        proxy.sendToClients(AmqpFrames.connectionBlocked("low on memory"));
        eventually().until(connection::isBlocked);
        proxy.sendToClients(AmqpFrames.connectionUnblocked());
        eventually().until(() -> !connection.isBlocked());
        proxy.sendToClients(AmqpFrames.connectionBlocked("low on disk"));
        eventually().until(connection::isBlocked);
        proxy.cut();
        eventually().until(() -> !connection.isBlocked() && connection.isUp());
        assertThat(heard)
                .containsExactly(
                        "connected",
                        "blocked: low on memory",
                        "unblocked",
                        "blocked: low on disk",
                        "lost",
                        "connected");
    }

    @Test
    void aListenerThatFailsHarmsNobody() {
        connection.addListener(new BrokerListener() {
            @Override
            public void connected(Connection made) {
                throw new IllegalStateException("a bug");
            }
        });
        connection.addListener(new Hearing());
        connection.start();
        eventually().until(() -> heard.equals(List.of("connected", "connected")));
        assertThat(connection.isUp()).isTrue();
    }

    @Test
    void aWrongPasswordIsTriedAgainAsAnyFailureIs() {
        var wrong = BrokerAddress.parse(broker.amqpUrl());
        var refused = new BrokerConnection(
                new BrokerAddress(
                        wrong.host(),
                        wrong.port(),
                        wrong.virtualHost(),
                        wrong.user(),
                        "no such password",
                        false,
                        Authorities.OF_THE_JVM),
                "refused test");
        try (refused) {
            refused.start();
            assertThat(refused.isUp()).isFalse();
        }
    }

    @Test
    void closingEndsItForGood() {
        connection.start();
        eventually().until(connection::isUp);
        connection.close();
        assertThat(connection.isUp()).isFalse();
        assertThat(heard).containsExactly("connected", "lost");
        eventually().until(() -> proxy.connections() == 0);
    }

    @Test
    void closingDoesNotWaitForABrokerThatDoesNotAnswer() {
        proxy.blackhole(true);
        connection.start();
        eventually().until(() -> proxy.connections() == 1);
        long start = System.nanoTime();
        connection.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(heard).isEmpty();
    }

    @Test
    void closingBeforeStartingIsAllowed() {
        connection.close();
        assertThat(connection.isUp()).isFalse();
    }

    private final class Hearing implements BrokerListener {
        @Override
        public void connected(Connection made) {
            heard.add("connected");
        }

        @Override
        public void lost() {
            heard.add("lost");
        }

        @Override
        public void blocked(String reason) {
            heard.add("blocked: " + reason);
        }

        @Override
        public void unblocked() {
            heard.add("unblocked");
        }
    }
}
