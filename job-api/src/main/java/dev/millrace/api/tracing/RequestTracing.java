package dev.millrace.api.tracing;

import dev.millrace.api.wiring.FilterOrder;
import dev.millrace.core.tracing.JobSpan;
import dev.millrace.core.tracing.Traceparent;
import dev.millrace.core.tracing.Tracing;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Makes each request that may change something a span, and puts that in the place of the {@code traceparent} that the caller sent:
 * whatever is stored with a job, told with a problem or logged then belongs to this request. Requests that only read are spans
 * when their caller traces them; a dashboard that looks every second is nobody's trace. While tracing is off there is no such
 * filter at all.
 */
@Singleton
public class RequestTracing {
    private static final String TRACE_STATE = "tracestate";
    private static final int FIRST_SERVER_ERROR = 500;

    private final Tracing tracing;

    public RequestTracing(Tracing tracing) {
        this.tracing = tracing;
    }

    void register(@Observes Filters filters) {
        if (tracing.isOn()) {
            filters.register(this::trace, FilterOrder.TRACING);
        }
    }

    private void trace(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        String parent = request.getHeader(Traceparent.HEADER);
        if (path == null || path.startsWith("/q/") || parent == null && onlyReads(request.method())) {
            context.next();
            return;
        }
        JobSpan span = tracing.begin(Tracing.SpanKind.REQUEST, request.method().name(), parent)
                .with("http.request.method", request.method().name())
                .with("url.path", path);
        request.headers().set(Traceparent.HEADER, span.traceparent());
        // It belongs to the place that was just replaced.
        request.headers().remove(TRACE_STATE);
        context.addEndHandler(
                ignored -> end(span, request.method(), path, context.response().getStatusCode()));
        context.next();
    }

    private static void end(JobSpan span, HttpMethod method, String path, int status) {
        RouteName.of(path, status)
                .ifPresent(route -> span.named(method.name() + " " + route).with("http.route", route));
        span.with("http.response.status_code", status);
        if (status >= FIRST_SERVER_ERROR) {
            span.failed(Integer.toString(status));
        }
        span.end();
    }

    private static boolean onlyReads(HttpMethod method) {
        return method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS;
    }
}
