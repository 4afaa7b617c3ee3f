package dev.millrace.api.streams;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.security.Authenticated;
import dev.millrace.api.security.Callers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * All open streams of this process: bounded in number, looked after together by one timer, which runs only while there are
 * any.
 */
@Startup
@Singleton
public class Streams {
    private static final Logger LOG = Logger.getLogger(Streams.class);
    private static final Buffer OPENING = Buffer.buffer("retry: 2000\n\n");
    private static final int BEATS = 10;

    private final Vertx vertx;
    private final Callers callers;
    private final StreamSettings settings;
    private final Map<StreamKind, AtomicInteger> counts = new EnumMap<>(StreamKind.class);
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private boolean beating;
    private volatile boolean stopping;

    public Streams(Vertx vertx, Callers callers, StreamSettings settings, MeterRegistry meters) {
        this.vertx = vertx;
        this.callers = callers;
        this.settings = settings;
        for (StreamKind kind : StreamKind.values()) {
            AtomicInteger count = new AtomicInteger();
            counts.put(kind, count);
            meters.gauge("millrace.streams", Tags.of("kind", kind.label()), count);
        }
    }

    /**
     * Answers with a stream, or with a problem when there are too many.
     *
     * @param begin is told when the stream is open; it shows the present, and sees to what follows
     */
    public Response answer(StreamKind kind, Consumer<EventStream> begin) {
        if (open.size() >= settings.clients() || stopping) {
            return Problem.of(
                            ProblemType.OVERLOADED,
                            "as many live streams are open as there may be; read the same without a stream, or try again"
                                    + " shortly")
                    .toResponse();
        }
        return Response.ok(new LiveAnswer(kind, callers.authenticated(), begin), MediaType.SERVER_SENT_EVENTS_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    /** Ends every stream, so that clients go on elsewhere. */
    void stop(@Observes ShutdownEvent stopped) {
        stopping = true;
        List.copyOf(open).forEach(each -> each.stream.end(StreamEnd.STOPPING));
    }

    void open(LiveAnswer answer, RoutingContext routing, Runnable whenOver) {
        AtomicInteger count = counts.get(answer.kind());
        count.incrementAndGet();
        Open[] self = new Open[1];
        routing.response().setChunked(true);
        EventStream stream = new EventStream(routing.response(), OPENING, () -> {
            count.decrementAndGet();
            open.remove(self[0]);
            whenOver.run();
        });
        self[0] = new Open(stream, answer.watcher(), System.nanoTime());
        open.add(self[0]);
        routing.addEndHandler(ended -> stream.over());
        if (stream.isOver()) {
            open.remove(self[0]);
            return;
        }
        keepBeating();
        answer.begin().accept(stream);
        if (stopping) {
            stream.end(StreamEnd.STOPPING);
        }
    }

    private synchronized void keepBeating() {
        if (!beating) {
            beating = true;
            beatLater();
        }
    }

    private void beatLater() {
        long pause = Math.max(10, settings.heartbeat().toMillis() / BEATS);
        vertx.setTimer(pause, timer -> beat());
    }

    private void beat() {
        long now = System.nanoTime();
        for (Open each : open) {
            each.stream.beat(now, settings.heartbeat(), settings.patience());
            if (now - each.checkedNanos >= settings.rightsCheck().toNanos()) {
                each.checkedNanos = now;
                check(each);
            }
        }
        synchronized (this) {
            beating = !open.isEmpty();
            if (beating) {
                beatLater();
            }
        }
    }

    private void check(Open each) {
        each.watcher
                .standing()
                .isGood()
                .subscribe()
                .with(
                        has -> {
                            if (!has) {
                                each.stream.end(StreamEnd.REFUSED);
                            }
                        },
                        failure ->
                                LOG.debugf("whether a stream may go on could not be told: %s", failure.getMessage()));
    }

    private static final class Open {
        private final EventStream stream;
        private final Authenticated watcher;
        private volatile long checkedNanos;

        Open(EventStream stream, Authenticated watcher, long checkedNanos) {
            this.stream = stream;
            this.watcher = watcher;
            this.checkedNanos = checkedNanos;
        }
    }
}
