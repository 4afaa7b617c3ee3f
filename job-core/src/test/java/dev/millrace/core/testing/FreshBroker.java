package dev.millrace.core.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A RabbitMQ virtual host of a test's own, dropped with all in it when closed. What the broker is asked to show or do
 * goes by its management API, except where that is behind the times (it samples depths every few seconds) or cannot do
 * it.
 */
public final class FreshBroker implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final URI server;
    private final URI management;
    private final String virtualHost;

    // RabbitMQ 3.10 closes the connection when asked to speak HTTP/2.
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private FreshBroker(URI server, URI management, String virtualHost) {
        this.server = server;
        this.management = management;
        this.virtualHost = virtualHost;
    }

    static FreshBroker create(URI server, URI management) {
        var broker = new FreshBroker(server, management, UniqueNames.next());
        broker.call("PUT", "/api/vhosts/" + broker.virtualHost, Map.of());
        broker.call(
                "PUT",
                "/api/permissions/" + broker.virtualHost + "/" + ServerUrl.encode(ServerUrl.user(server)),
                Map.of("configure", ".*", "write", ".*", "read", ".*"));
        return broker;
    }

    /** {@code amqp://user:password@host:port/vhost}, as {@code MILLRACE_AMQP_URL} wants it. */
    public String amqpUrl() {
        return ServerUrl.withPath(server, virtualHost).toString();
    }

    /** {@link #amqpUrl()} by way of a proxy whose target must be this broker. */
    public String amqpUrlThrough(TcpProxy proxy) {
        return ServerUrl.withServer(ServerUrl.withPath(server, virtualHost), TcpProxy.HOST, proxy.port())
                .toString();
    }

    /** A proxy in front of this broker, which the caller closes. */
    public TcpProxy proxy() {
        return TcpProxy.to(server.getHost(), server.getPort());
    }

    /** The queues there are, with their arguments. */
    public List<Queue> queues() {
        JsonNode queues = call("GET", "/api/queues/" + virtualHost + "?disable_stats=true", null);
        return stream(queues)
                .map(queue -> new Queue(
                        queue.path("name").asText(),
                        queue.path("type").asText(),
                        MAPPER.convertValue(
                                queue.path("arguments"),
                                MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class))))
                .toList();
    }

    /** The queue of this name, if there is one. */
    public Optional<Queue> queue(String name) {
        return queues().stream().filter(queue -> queue.name().equals(name)).findFirst();
    }

    /** How many messages of the queue are ready now, exactly; those delivered and not yet acknowledged do not count. */
    public long depth(String queue) {
        return withChannel(channel -> channel.messageCount(queue));
    }

    /** Takes what is ready in the queue out of it. */
    public List<Message> drain(String queue) {
        return withChannel(channel -> {
            var messages = new ArrayList<Message>();
            GetResponse next = channel.basicGet(queue, true);
            while (next != null) {
                messages.add(new Message(next.getEnvelope().getRoutingKey(), next.getBody()));
                next = channel.basicGet(queue, true);
            }
            return messages;
        });
    }

    /** Puts bytes into a queue, whatever they are. */
    public void put(String queue, byte[] body) {
        publish("", queue, body);
    }

    /** Publishes bytes, whatever they are, and waits until the broker has them. */
    public void publish(String exchange, String routingKey, byte[] body) {
        withChannel(channel -> {
            channel.confirmSelect();
            channel.basicPublish(exchange, routingKey, null, body);
            channel.waitForConfirmsOrDie(ANSWER_TIMEOUT.toMillis());
            return null;
        });
    }

    /** Makes a durable queue that is none of Millrace's own. */
    public void declareQueue(String name) {
        call("PUT", "/api/queues/" + virtualHost + "/" + ServerUrl.encode(name), Map.of("durable", true));
    }

    public void deleteQueue(String name) {
        call("DELETE", "/api/queues/" + virtualHost + "/" + ServerUrl.encode(name), null);
    }

    public void deleteExchange(String name) {
        call("DELETE", "/api/exchanges/" + virtualHost + "/" + ServerUrl.encode(name), null);
    }

    public void purge(String queue) {
        call("DELETE", "/api/queues/" + virtualHost + "/" + ServerUrl.encode(queue) + "/contents", null);
    }

    /** The names that clients gave the connections they have to this virtual host. */
    public List<String> connectionNames() {
        return stream(connections())
                .map(connection -> connection
                        .path("client_properties")
                        .path("connection_name")
                        .asText())
                .toList();
    }

    /**
     * Closes every connection to this virtual host, as an operator would.
     *
     * @return how many there were; a connection made a moment ago may not be known to the management API yet
     */
    public int closeConnections() {
        List<String> names = stream(connections())
                .map(connection -> connection.path("name").asText())
                .toList();
        names.forEach(name -> tryCall("DELETE", "/api/connections/" + ServerUrl.encode(name), null));
        return names.size();
    }

    /**
     * Sets a policy for queues.
     *
     * @param pattern which queues, a regular expression
     * @param definition what it sets, such as {@code max-length} → 1
     */
    public void setPolicy(String name, String pattern, Map<String, Object> definition) {
        call(
                "PUT",
                "/api/policies/" + virtualHost + "/" + name,
                Map.of("pattern", pattern, "definition", definition, "apply-to", "queues", "priority", 1));
    }

    public void clearPolicy(String name) {
        call("DELETE", "/api/policies/" + virtualHost + "/" + name, null);
    }

    @Override
    public void close() {
        tryCall("DELETE", "/api/vhosts/" + virtualHost, null);
    }

    @Override
    public String toString() {
        return virtualHost;
    }

    private JsonNode connections() {
        return call("GET", "/api/vhosts/" + virtualHost + "/connections", null);
    }

    private JsonNode call(String method, String path, Map<String, Object> body) {
        HttpResponse<String> response = tryCall(method, path, body);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException("RabbitMQ answered " + response.statusCode() + " to " + method + " " + path
                    + ": " + response.body());
        }
        return parse(response.body().isEmpty() ? "{}" : response.body());
    }

    private HttpResponse<String> tryCall(String method, String path, Map<String, Object> body) {
        String credentials = ServerUrl.user(management) + ":" + ServerUrl.password(management);
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + management.getHost() + ":" + management.getPort() + path))
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(write(body)))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException("RabbitMQ's management did not answer " + method + " " + path, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private <T> T withChannel(OnChannel<T> work) {
        var factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setHost(server.getHost());
        factory.setPort(server.getPort());
        factory.setUsername(ServerUrl.user(server));
        factory.setPassword(ServerUrl.password(server));
        factory.setVirtualHost(virtualHost);
        try (Connection connection = factory.newConnection("test");
                Channel channel = connection.createChannel()) {
            return work.run(channel);
        } catch (IOException | TimeoutException failure) {
            throw new IllegalStateException("the broker refused", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("RabbitMQ answered no JSON: " + json, failure);
        }
    }

    private static String write(Map<String, Object> body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A queue as the broker shows it. */
    public record Queue(String name, String type, Map<String, Object> arguments) {}

    /** A message taken out of a queue. */
    public record Message(String routingKey, byte[] body) {}

    @FunctionalInterface
    private interface OnChannel<T> {
        T run(Channel channel) throws IOException, TimeoutException, InterruptedException;
    }
}
