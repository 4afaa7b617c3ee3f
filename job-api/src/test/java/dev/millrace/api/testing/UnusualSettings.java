package dev.millrace.api.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * What is not set by default and can be shown by one running API, for none of it touches another: two allowed origins; few
 * requests at once, and few connections.
 */
public final class UnusualSettings implements QuarkusTestProfile {
    /** An origin whose pages may ask; it is not the only one. */
    public static final String ALLOWED_ORIGIN = "https://jobs.example.com";

    /** How many requests may be under way. */
    public static final int PLACES = 60;

    /** How many connections to PostgreSQL they share. */
    public static final int CONNECTIONS = 4;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "millrace.http.cors.origins", "https://ops.example.com:8443," + ALLOWED_ORIGIN,
                "millrace.limits.concurrent-requests", Integer.toString(PLACES),
                "quarkus.datasource.reactive.max-size", Integer.toString(CONNECTIONS));
    }
}
