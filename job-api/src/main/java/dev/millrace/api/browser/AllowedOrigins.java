package dev.millrace.api.browser;

import dev.millrace.api.wiring.HttpSettings;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The other sites whose pages may use the API. */
@Singleton
@Startup
public class AllowedOrigins {
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\-\\[\\]:]+");

    private final Set<String> origins = new HashSet<>();

    /** @throws ConfigurationException for what is no exact origin: a pattern, a path, {@code *} */
    public AllowedOrigins(HttpSettings settings) {
        for (String origin : settings.corsOrigins().orElse(List.of())) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new ConfigurationException("millrace.http.cors.origins must list exact origins such as"
                        + " https://jobs.example.com, without path, pattern or *");
            }
            origins.add(origin);
        }
    }

    /** Whether there are any. */
    public boolean isEmpty() {
        return origins.isEmpty();
    }

    /** Whether {@code origin}, as the header of a request says it, is one of them. */
    public boolean contains(String origin) {
        return origins.contains(origin);
    }
}
