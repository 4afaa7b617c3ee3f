package dev.millrace.api.limits;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemAnswers;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.wiring.FilterOrder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds how large a body may be, and how much is held of all bodies together. A body that announces its length is refused
 * before it is read; one that comes in chunks as soon as it has grown too large.
 */
@Singleton
public class BodyLimits {
    private static final String BULK = "/api/v1/jobs/bulk";
    private static final long LARGEST_BULK = 8L << 20;
    /** A job of the largest size, with room for what surrounds its payload in other requests. */
    private static final long LARGEST_OTHER = 512L << 10;

    private static final Set<HttpMethod> WITHOUT_BODY =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.DELETE);

    private final long memory;
    private final AtomicLong held = new AtomicLong();
    private final ProblemAnswers answers;
    private final BodyHandler readsBulk = BodyHandler.create(false).setBodyLimit(LARGEST_BULK);
    private final BodyHandler readsOther = BodyHandler.create(false).setBodyLimit(LARGEST_OTHER);

    public BodyLimits(LimitSettings settings, ProblemAnswers answers, MeterRegistry metrics) {
        this.memory = Math.max(LARGEST_BULK, settings.bodyMemory().asLongValue());
        this.answers = answers;
        Gauge.builder("millrace.api.bodies.held", held, AtomicLong::get)
                .description("Bytes of the bodies of all requests that are worked on")
                .baseUnit("bytes")
                .register(metrics);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.BODY);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean bulk = BULK.equals(context.normalizedPath());
        long largest = bulk ? LARGEST_BULK : LARGEST_OTHER;
        String announced = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
        if (announced == null && !mayHaveBody(request)) {
            context.next();
            return;
        }
        long length = announced == null ? largest : lengthOf(announced);
        if (length > largest) {
            answers.answerAndClose(context, tooLarge(bulk));
            return;
        }
        if (held.addAndGet(length) > memory) {
            held.addAndGet(-length);
            answers.answerAndClose(
                    context, Problem.of(ProblemType.OVERLOADED, "too much is being read already; try again shortly"));
            return;
        }
        var holds = new AtomicBoolean(true);
        context.addEndHandler(ignored -> {
            if (holds.compareAndSet(true, false)) {
                held.addAndGet(-length);
            }
        });
        if (announced != null) {
            context.next();
        } else if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            (bulk ? readsBulk : readsOther).handle(context);
        } else {
            // A stream of HTTP/2 cannot be read here and handed on; the layer that reads it keeps to this limit.
            context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, largest);
            context.next();
        }
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? !WITHOUT_BODY.contains(request.method())
                : request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    private static Problem tooLarge(boolean bulk) {
        return Problem.of(ProblemType.TOO_LARGE, bulk ? "a bulk is at most 8 MiB" : "a job is at most 256 KiB");
    }

    private static long lengthOf(String announced) {
        try {
            return Long.parseLong(announced);
        } catch (NumberFormatException beyondLong) {
            return Long.MAX_VALUE;
        }
    }
}
