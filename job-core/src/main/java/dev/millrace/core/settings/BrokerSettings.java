package dev.millrace.core.settings;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.NotBlank;

/** Where RabbitMQ is. */
@ConfigMapping(prefix = "millrace.amqp")
public interface BrokerSettings {
    /** {@code amqp://user:password@host:port/vhost} or {@code amqps://...}; special characters percent-encoded. */
    @NotBlank
    String url();
}
