package dev.millrace.api.limits;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemAnswers;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.wiring.FilterOrder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many requests are worked on at the same time: one more is answered at once with a 503, rather than waiting in a
 * queue that only grows. A request counts until its answer begins; streams hold no place, and clients that wait for a job
 * ({@code Prefer: wait}) are bounded where they wait. Health and metrics are always answered.
 */
@Singleton
public class ConcurrencyGate {
    private final int places;
    private final AtomicInteger taken = new AtomicInteger();
    private final ProblemAnswers answers;
    private final Counter refused;

    public ConcurrencyGate(LimitSettings settings, ProblemAnswers answers, MeterRegistry metrics) {
        this.places = settings.concurrentRequests();
        this.answers = answers;
        Gauge.builder("millrace.api.requests.active", taken, AtomicInteger::get)
                .description("Requests that are worked on")
                .register(metrics);
        refused = Counter.builder("millrace.api.requests.overloaded")
                .description("Requests refused because too many were worked on, or too much was being read")
                .register(metrics);
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, FilterOrder.CONCURRENCY);
    }

    private void enter(RoutingContext context) {
        if (isAlwaysAnswered(context.request())) {
            context.next();
            return;
        }
        if (taken.incrementAndGet() > places) {
            taken.decrementAndGet();
            refused.increment();
            answers.answerAndClose(
                    context, Problem.of(ProblemType.OVERLOADED, "too many requests are worked on; try again shortly"));
            return;
        }
        var held = new AtomicBoolean(true);
        context.addHeadersEndHandler(ignored -> leave(held));
        context.addEndHandler(ignored -> leave(held));
        context.next();
    }

    private void leave(AtomicBoolean held) {
        if (held.compareAndSet(true, false)) {
            taken.decrementAndGet();
        }
    }

    private static boolean isAlwaysAnswered(HttpServerRequest request) {
        String path = request.path();
        if (path == null) {
            return false;
        }
        boolean watches = path.startsWith("/q/") || path.equals("/health") || path.startsWith("/health/");
        boolean waits = request.method() == HttpMethod.GET
                && path.startsWith("/api/v1/jobs/")
                && request.headers().contains("Prefer");
        return watches || waits;
    }
}
