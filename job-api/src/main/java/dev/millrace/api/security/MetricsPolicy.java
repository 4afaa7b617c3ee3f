package dev.millrace.api.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Lets viewers see the metrics, and everybody when {@code millrace.metrics.public} says so. */
@Singleton
public class MetricsPolicy implements HttpSecurityPolicy {
    private final boolean everybody;

    public MetricsPolicy(@ConfigProperty(name = "millrace.metrics.public", defaultValue = "false") boolean everybody) {
        this.everybody = everybody;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return everybody
                ? CheckResult.permit()
                : identity.map(known -> known.hasRole(Role.VIEWER_NAME) ? CheckResult.PERMIT : CheckResult.DENY);
    }
}
