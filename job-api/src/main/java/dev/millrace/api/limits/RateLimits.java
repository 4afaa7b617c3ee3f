package dev.millrace.api.limits;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemAnswers;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.security.AuthMode;
import dev.millrace.api.security.AuthSettings;
import dev.millrace.api.wiring.FilterOrder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Bounds how often a key, a user or an address may ask, before anything of the body is read. Each process counts by itself, so
 * that behind several of them a caller may ask that much more.
 */
@Singleton
public class RateLimits {
    private static final int UNAUTHORIZED = 401;
    private static final String BY_CALLER = "caller";
    private static final String BY_ADDRESS = "address";
    private static final String BY_WRONG_CREDENTIALS = "credentials";

    private final boolean applies;
    private final ProblemAnswers answers;
    private final MeterRegistry metrics;
    private final Allowance ofCallers;
    private final Allowance ofAddresses;
    private final Allowance ofWrongCredentials;
    private final KnownCredentials known = new KnownCredentials();

    public RateLimits(LimitSettings settings, AuthSettings access, ProblemAnswers answers, MeterRegistry metrics) {
        applies = access.mode() == AuthMode.REQUIRED;
        this.answers = answers;
        this.metrics = metrics;
        ofCallers = new Allowance(settings.requestsPerSecond(), Duration.ofSeconds(1));
        ofAddresses = new Allowance(settings.anonymousRequestsPerSecond(), Duration.ofSeconds(1));
        ofWrongCredentials = new Allowance(settings.wrongCredentialsPerMinute(), Duration.ofMinutes(1));
    }

    void register(@Observes Filters filters) {
        if (applies) {
            filters.register(this::beforeAuthentication, FilterOrder.REFUSED_CREDENTIALS);
            filters.register(this::afterAuthentication, FilterOrder.RATE);
        }
    }

    private void beforeAuthentication(RoutingContext context) {
        if (!KnownCredentials.arePresented(context.request())) {
            context.next();
            return;
        }
        String address = Addresses.of(context.request());
        Allowance.Decision refusal = ofWrongCredentials.refusal(address);
        if (refusal != null && !known.contains(context.request())) {
            refuse(context, refusal, BY_WRONG_CREDENTIALS, "too many wrong credentials came from this address");
            return;
        }
        context.addHeadersEndHandler(ignored -> {
            if (context.response().getStatusCode() == UNAUTHORIZED) {
                ofWrongCredentials.take(address);
            }
        });
        context.next();
    }

    private void afterAuthentication(RoutingContext context) {
        Optional<SecurityIdentity> caller = caller(context);
        caller.ifPresent(ignored -> known.remember(context.request()));
        Allowance.Decision decision = caller.map(
                        identity -> ofCallers.take(identity.getPrincipal().getName()))
                .orElseGet(() -> ofAddresses.take(Addresses.of(context.request())));
        String name = caller.isPresent() ? BY_CALLER : BY_ADDRESS;
        if (decision.allowed()) {
            tell(context.response(), decision, name);
            context.next();
        } else {
            refuse(context, decision, name, "more than " + decision.quota() + " requests a second");
        }
    }

    private void refuse(RoutingContext context, Allowance.Decision decision, String name, String detail) {
        Counter.builder("millrace.api.rate.limited")
                .description("Requests refused because too many came")
                .tag("limit", name)
                .register(metrics)
                .increment();
        tell(context.response(), decision, name);
        answers.answerAndClose(
                context,
                Problem.of(ProblemType.RATE_LIMITED, detail).retryingAfter(Duration.ofSeconds(decision.pause())));
    }

    private static void tell(HttpServerResponse response, Allowance.Decision decision, String name) {
        response.putHeader("RateLimit-Policy", decision.policyField(name));
        response.putHeader("RateLimit", decision.limitField(name));
    }

    private static Optional<SecurityIdentity> caller(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                        && !user.getSecurityIdentity().isAnonymous()
                ? Optional.of(user.getSecurityIdentity())
                : Optional.empty();
    }
}
