package dev.millrace.api.browser;

import dev.millrace.api.wiring.FilterOrder;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets pages of the configured origins use the API with a key (CORS). Never with cookies: a session belongs to the pages that
 * the service itself serves. To any other origin nothing is said, and the browser keeps the answer from its page.
 */
@Singleton
public class CrossOrigin {
    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, Prefer, traceparent, tracestate";
    private static final String SHOWN_HEADERS =
            "Location, Retry-After, RateLimit, RateLimit-Policy, Idempotent-Replayed, Preference-Applied, Allow";
    private static final String TEN_MINUTES = "600";
    private static final int NO_CONTENT = 204;

    private final AllowedOrigins allowed;

    public CrossOrigin(AllowedOrigins allowed) {
        this.allowed = allowed;
    }

    void register(@Observes Filters filters) {
        if (!allowed.isEmpty()) {
            filters.register(this::handle, FilterOrder.CROSS_ORIGIN);
        }
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaderNames.VARY, "Origin");
        String origin = request.getHeader(HttpHeaderNames.ORIGIN);
        if (origin == null || !allowed.contains(origin)) {
            context.next();
            return;
        }
        response.putHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        boolean preflight = request.method() == HttpMethod.OPTIONS
                && request.getHeader(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD) != null;
        if (!preflight) {
            response.putHeader(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN_HEADERS);
            context.next();
            return;
        }
        response.putHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                .putHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
                .putHeader(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, TEN_MINUTES)
                .setStatusCode(NO_CONTENT)
                .end();
    }
}
