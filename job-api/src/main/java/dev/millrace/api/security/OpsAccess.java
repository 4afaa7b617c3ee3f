package dev.millrace.api.security;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether somebody who shows nothing may see what the wall screen at {@code /ops} shows: numbers and the names of queues, when
 * {@code millrace.ops.public} says so. Never a job, a worker or a log line.
 */
@Singleton
public class OpsAccess {
    private static final Set<String> FIGURES = Set.of("/api/v1/stats", "/api/v1/stats/timeseries", "/api/v1/queues");
    private static final String LIVE = "/api/v1/events";

    /** The whole query, as it was sent: what is read here and what the resource reads cannot differ. */
    private static final Pattern LIVE_FIGURES =
            Pattern.compile("topics=(?:stats|queues)(?:(?:,|%2C)(?:stats|queues))*");

    private final boolean everybody;

    public OpsAccess(@ConfigProperty(name = "millrace.ops.public", defaultValue = "false") boolean everybody) {
        this.everybody = everybody;
    }

    boolean isFree(HttpServerRequest request) {
        if (!everybody || request.method() != HttpMethod.GET || request.path() == null) {
            return false;
        }
        String query = request.query();
        return FIGURES.contains(request.path())
                || (LIVE.equals(request.path())
                        && query != null
                        && LIVE_FIGURES.matcher(query).matches());
    }
}
