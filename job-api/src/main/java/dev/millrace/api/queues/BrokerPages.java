package dev.millrace.api.queues;

import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.settings.BrokerSettings;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where RabbitMQ's own management UI shows a lane, for people who look at that; unknown unless configured. */
@Singleton
public class BrokerPages {
    private final Optional<String> queues;

    public BrokerPages(
            @ConfigProperty(name = "millrace.rabbitmq.management-url") Optional<String> root, BrokerSettings broker) {
        queues = root.map(url -> url.replaceAll("/+$", "") + "/#/queues/"
                + encoded(BrokerAddress.parse(broker.url()).virtualHost()) + "/");
    }

    /** The address of the lane's page, or null. */
    public String of(Lane lane) {
        return queues.map(url -> url + encoded(Topology.laneQueue(lane))).orElse(null);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
