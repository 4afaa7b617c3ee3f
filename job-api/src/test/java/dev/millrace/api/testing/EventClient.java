package dev.millrace.api.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A client of Server-Sent Events, as a browser is one, without its reconnecting. */
public final class EventClient implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final HttpResponse<Stream<String>> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private volatile String retry;
    private volatile boolean ended;

    private EventClient(HttpResponse<Stream<String>> response) {
        this.response = response;
    }

    static EventClient open(HttpClient http, URI address, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            EventClient client = new EventClient(http.send(request.build(), BodyHandlers.ofLines()));
            Thread.ofVirtual().start(client::read);
            return client;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    public HttpResponse<Stream<String>> response() {
        return response;
    }

    /** All so far. */
    public List<Event> events() {
        return events;
    }

    /** All of this name so far. */
    public List<Event> events(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    public int comments() {
        return comments.get();
    }

    public String retry() {
        return retry;
    }

    /** Whether the server has closed the stream. */
    public boolean hasEnded() {
        return ended;
    }

    /** Waits for the first event of this name that fits. */
    public Event await(String name, Predicate<JsonNode> fits) {
        Awaitility.await(name).atMost(SOON).until(() -> events(name).stream()
                .anyMatch(event -> fits.test(event.json())));
        return events(name).stream()
                .filter(event -> fits.test(event.json()))
                .findFirst()
                .orElseThrow();
    }

    public Event await(String name) {
        return await(name, any -> true);
    }

    public void awaitEnd(String reason) {
        await("end", end -> end.path("reason").asText().equals(reason));
        Awaitility.await().atMost(SOON).until(this::hasEnded);
    }

    @Override
    public void close() {
        response.body().close();
    }

    private void read() {
        String[] name = {null};
        String[] id = {null};
        StringBuilder data = new StringBuilder();
        try (Stream<String> lines = response.body()) {
            lines.forEach(line -> {
                if (line.isEmpty()) {
                    if (name[0] != null) {
                        events.add(new Event(name[0], id[0], data.toString()));
                    }
                    name[0] = null;
                    id[0] = null;
                    data.setLength(0);
                } else if (line.startsWith(":")) {
                    comments.incrementAndGet();
                } else if (line.startsWith("event: ")) {
                    name[0] = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id[0] = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                } else if (line.startsWith("retry: ")) {
                    retry = line.substring(7);
                } else {
                    throw new AssertionError("no line of an event stream: " + line);
                }
            });
        } catch (UncheckedIOException cut) {
            // The server gave the client up, or the client itself went away.
        } finally {
            ended = true;
        }
    }

    /** An event. */
    public record Event(String name, String id, String data) {
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(data);
            } catch (JsonProcessingException noJson) {
                throw new AssertionError("not JSON: " + data, noJson);
            }
        }
    }
}
