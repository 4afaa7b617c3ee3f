package dev.millrace.api.health;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Serves {@code /health} and what is below it like {@code /q/health}. */
@Singleton
public class HealthAlias {
    void register(@Observes Router router) {
        for (String below : List.of("", "/live", "/ready", "/started")) {
            router.get("/health" + below).handler(context -> context.reroute("/q/health" + below));
        }
    }
}
