package dev.millrace.core.metrics;

import dev.millrace.core.messaging.PublisherCounts;
import dev.millrace.core.messaging.TicketPublisher;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/** Shows how this process fares with publishing to RabbitMQ. Costs nothing until it is asked. */
public final class BrokerMeters {
    private final TicketPublisher publisher;
    private final MeterRegistry registry;

    private BrokerMeters(TicketPublisher publisher, MeterRegistry registry) {
        this.publisher = publisher;
        this.registry = registry;
    }

    public static void show(TicketPublisher publisher, MeterRegistry registry) {
        new BrokerMeters(publisher, registry).register();
    }

    private void register() {
        Gauge.builder("millrace.broker.connected", publisher, it -> it.isConnected() ? 1 : 0)
                .description("1 while this process is connected to RabbitMQ for publishing")
                .register(registry);
        Gauge.builder("millrace.broker.blocked", publisher, it -> it.isBlocked() ? 1 : 0)
                .description(
                        "1 while RabbitMQ takes no messages from this process, because its memory or disk is short")
                .register(registry);
        Gauge.builder(
                        "millrace.broker.messages.unconfirmed",
                        publisher,
                        it -> it.counts().queued() + it.counts().unconfirmed())
                .description("Messages on their way to RabbitMQ that it has not confirmed yet")
                .register(registry);
        published("confirmed", PublisherCounts::confirmed);
        published("refused", PublisherCounts::refused);
        published("returned", PublisherCounts::returned);
        published("rejected", PublisherCounts::rejected);
        published("timed_out", PublisherCounts::timedOut);
        published("lost", PublisherCounts::lost);
    }

    private void published(String outcome, ToLongFunction<PublisherCounts> count) {
        FunctionCounter.builder("millrace.broker.messages.published", publisher, it -> count.applyAsLong(it.counts()))
                .description("Tickets and notices by what became of publishing them")
                .tag("outcome", outcome)
                .register(registry);
    }
}
