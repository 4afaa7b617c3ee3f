package dev.millrace.api.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Something that many watch: made once a tick for all of them, only while somebody watches, and sent only when it has changed.
 */
public final class SharedSnapshot {
    private static final Logger LOG = Logger.getLogger(SharedSnapshot.class);
    /** What tells when something was looked at, and not what it was. */
    private static final Set<String> OF_THE_LOOK = Set.of("measured_at", "seconds", "since");

    private final String topic;
    private final Supplier<Uni<?>> read;
    private final ObjectMapper mapper;
    private final Vertx vertx;
    private final Duration tick;
    private final Set<EventStream> watchers = new HashSet<>();
    private JsonNode present;
    private StreamEvent event;
    private boolean ticking;
    private boolean troubled;

    /** @param topic also the name of its events */
    public SharedSnapshot(String topic, Supplier<Uni<?>> read, ObjectMapper mapper, Vertx vertx, Duration tick) {
        this.topic = topic;
        this.read = read;
        this.mapper = mapper;
        this.vertx = vertx;
        this.tick = tick;
    }

    /** Shows it to a client from now on, until its stream is over. */
    public void showTo(EventStream stream) {
        StreamEvent known;
        synchronized (this) {
            watchers.add(stream);
            known = event;
            if (!ticking) {
                ticking = true;
                vertx.runOnContext(now -> look());
            }
        }
        stream.fedBy(() -> remove(stream));
        if (known != null) {
            stream.show(topic, known);
        }
    }

    private synchronized void remove(EventStream stream) {
        watchers.remove(stream);
        if (watchers.isEmpty()) {
            present = null;
            event = null;
        }
    }

    private void look() {
        synchronized (this) {
            if (watchers.isEmpty()) {
                ticking = false;
                return;
            }
        }
        Uni.createFrom()
                .deferred(read::get)
                .map(this::made)
                .onTermination()
                .invoke(() -> vertx.setTimer(tick.toMillis(), timer -> look()))
                .subscribe()
                .with(this::show, this::tellOfFailure);
    }

    private void show(Made made) {
        StreamEvent changed;
        List<EventStream> all;
        synchronized (this) {
            troubled = false;
            if (made.comparable.equals(present) || watchers.isEmpty()) {
                return;
            }
            present = made.comparable;
            event = made.event;
            changed = event;
            all = List.copyOf(watchers);
        }
        all.forEach(stream -> stream.show(topic, changed));
    }

    /** Once; when it can be read again it is shown again, though nothing has changed. */
    private void tellOfFailure(Throwable failure) {
        LOG.debugf("%s could not be read for those who watch: %s", topic, failure.getMessage());
        List<EventStream> all;
        synchronized (this) {
            if (troubled) {
                return;
            }
            troubled = true;
            present = null;
            event = null;
            all = List.copyOf(watchers);
        }
        StreamEvent unavailable = StreamEvent.of("unavailable", "{\"topic\":\"" + topic + "\"}");
        all.forEach(stream -> stream.show("unavailable:" + topic, unavailable));
    }

    private Made made(Object value) {
        try {
            JsonNode comparable = mapper.valueToTree(value);
            // What differs at each look also stands where these stand.
            comparable.findParents("measured_at").forEach(parent -> ((ObjectNode) parent).remove(OF_THE_LOOK));
            comparable.findParents("seconds").forEach(parent -> ((ObjectNode) parent).remove(OF_THE_LOOK));
            return new Made(comparable, StreamEvent.of(topic, mapper.writeValueAsString(value)));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private record Made(JsonNode comparable, StreamEvent event) {}
}
