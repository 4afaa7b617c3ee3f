package dev.millrace.api.health;

import dev.millrace.core.messaging.TicketPublisher;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Shows whether RabbitMQ takes tickets. Jobs are accepted without it, so that it never makes the service unready. */
@Readiness
@Singleton
public class BrokerReadiness implements AsyncHealthCheck {
    private final TicketPublisher publisher;

    public BrokerReadiness(TicketPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("rabbitmq")
                .up()
                .withData("available", publisher.available())
                .build());
    }
}
