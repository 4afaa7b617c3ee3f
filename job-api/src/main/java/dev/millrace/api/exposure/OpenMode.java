package dev.millrace.api.exposure;

import dev.millrace.api.browser.AllowedOrigins;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemAnswers;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.security.AuthMode;
import dev.millrace.api.security.AuthSettings;
import dev.millrace.api.wiring.FilterOrder;
import dev.millrace.core.settings.Loopback;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps open mode, in which everyone is an admin, to the machine itself. The service refuses to start when it would listen
 * beyond loopback. Browsers of the machine are the way in that remains, for any web page may send requests to localhost; so
 * it answers only to a loopback name (a page may have its own name lead here: DNS rebinding), and to no page of another site.
 */
@Singleton
public class OpenMode {
    private static final int FIRST = 1;
    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final String FETCH_MODE = "Sec-Fetch-Mode";

    private final boolean open;
    private final String listensAt;
    private final AllowedOrigins allowedOrigins;
    private final ProblemAnswers answers;

    @Inject
    public OpenMode(
            AuthSettings access,
            @ConfigProperty(name = "quarkus.http.host") String listensAt,
            AllowedOrigins allowedOrigins,
            ProblemAnswers answers) {
        this(access.mode(), listensAt, allowedOrigins, answers);
    }

    OpenMode(AuthMode mode, String listensAt, AllowedOrigins allowedOrigins, ProblemAnswers answers) {
        this.open = mode == AuthMode.OPEN;
        this.listensAt = listensAt;
        this.allowedOrigins = allowedOrigins;
        this.answers = answers;
    }

    /** Before anything connects or listens. */
    void refuseToListenBeyondLoopback(@Observes @Priority(FIRST) Startup started) {
        if (open && !Loopback.isLoopback(listensAt)) {
            throw new ConfigurationException(
                    "without authentication (millrace.auth.mode=open) the API may listen on loopback" + " only, not on "
                            + listensAt + ": set MILLRACE_AUTH_MODE=required, or QUARKUS_HTTP_HOST=127.0.0.1");
        }
    }

    void register(@Observes Filters filters) {
        if (open) {
            filters.register(this::guard, FilterOrder.OPEN_MODE);
        }
    }

    private void guard(RoutingContext context) {
        HttpServerRequest request = context.request();
        HostAndPort asked = request.authority();
        if (asked == null || !Loopback.isLoopback(asked.host())) {
            answers.answerAndClose(
                    context,
                    Problem.of(
                            ProblemType.MISDIRECTED,
                            "without authentication only requests to localhost, 127.0.0.1 or [::1] are answered"));
        } else if (comesFromAnotherSite(request)) {
            answers.answerAndClose(
                    context,
                    Problem.of(
                            ProblemType.CROSS_SITE,
                            "without authentication pages of other sites are not answered, unless their origin stands in"
                                    + " millrace.http.cors.origins"));
        } else {
            context.next();
        }
    }

    private boolean comesFromAnotherSite(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaderNames.ORIGIN);
        if (origin != null) {
            return !Loopback.isLoopbackOrigin(origin) && !allowedOrigins.contains(origin);
        }
        // A link that somebody follows changes nothing here, and its page never sees the answer.
        boolean followedLink = request.method() == HttpMethod.GET && "navigate".equals(request.getHeader(FETCH_MODE));
        return "cross-site".equals(request.getHeader(FETCH_SITE)) && !followedLink;
    }
}
