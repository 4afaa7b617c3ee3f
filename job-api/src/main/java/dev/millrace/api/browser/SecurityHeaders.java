package dev.millrace.api.browser;

import dev.millrace.api.wiring.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** Tells browsers, with every answer, to be careful with it. */
@Singleton
public class SecurityHeaders {
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Permissions-Policy",
                    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");
    private static final String ONE_YEAR = "max-age=31536000";

    void register(@Observes Filters filters) {
        filters.register(SecurityHeaders::add, FilterOrder.SECURITY_HEADERS);
    }

    private static void add(RoutingContext context) {
        // When the head is written, so that nothing later takes them away; what an answer says of itself stays.
        context.addHeadersEndHandler(ignored -> write(context));
        context.next();
    }

    private static void write(RoutingContext context) {
        MultiMap headers = context.response().headers();
        ALWAYS.forEach((name, value) -> addIfAbsent(headers, name, value));
        String path = context.request().path();
        addIfAbsent(headers, "Content-Security-Policy", ContentPolicy.at(path == null ? "" : path));
        if (path != null && holdsData(path)) {
            addIfAbsent(headers, "Cache-Control", "no-store");
        }
        if ("https".equals(context.request().scheme())) {
            addIfAbsent(headers, "Strict-Transport-Security", ONE_YEAR);
        }
    }

    /** Pages and their parts may be kept by browsers; what they show may not. */
    private static boolean holdsData(String path) {
        return !(path.startsWith("/docs")
                || path.startsWith("/redoc")
                || path.startsWith("/dashboard")
                || path.startsWith("/ops"));
    }

    private static void addIfAbsent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
