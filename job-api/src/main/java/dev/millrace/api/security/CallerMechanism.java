package dev.millrace.api.security;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemAnswers;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.security.keys.KeyCheck;
import dev.millrace.api.security.sessions.Origins;
import dev.millrace.api.security.sessions.SessionCheck;
import dev.millrace.api.security.sessions.SessionCookie;
import dev.millrace.core.access.Session;
import dev.millrace.core.access.StoredKey;
import dev.millrace.core.access.TokenHash;
import dev.millrace.core.batching.BatcherOverloaded;
import dev.millrace.core.store.StoreUnavailable;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Finds out who makes a request: by the API key in {@code Authorization}, or else by the session in the cookie. A wrong key is
 * refused whatever is asked for; a cookie that is good no more is as if there were none, for browsers keep them.
 *
 * <p>Requests are refused here with problems of their own, before anything of their body is read.
 */
@Singleton
public class CallerMechanism implements HttpAuthenticationMechanism {
    /** What a 401 says about how to do better (RFC 9110, 11.6.1). */
    public static final String CHALLENGE = "Bearer";

    private static final Logger LOG = Logger.getLogger(CallerMechanism.class);
    private static final String SCHEME = "Bearer ";
    private static final String CSRF_HEADER = "X-CSRF-Token";
    private static final String SIGN_IN = "/api/v1/session";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final boolean open;
    private final SecurityIdentity everyone = identity("open", Role.ADMIN);
    private final KeyCheck keys;
    private final SessionCheck sessions;
    private final OpsAccess ops;
    private final ProblemAnswers answers;

    public CallerMechanism(
            AuthSettings settings, KeyCheck keys, SessionCheck sessions, OpsAccess ops, ProblemAnswers answers) {
        open = settings.mode() == AuthMode.OPEN;
        this.keys = keys;
        this.sessions = sessions;
        this.ops = ops;
        this.answers = answers;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        if (open) {
            return Uni.createFrom().item(everyone);
        }
        HttpServerRequest request = context.request();
        if (isAboutHealth(request.path())) {
            return Uni.createFrom().nullItem();
        }
        String authorization = request.getHeader(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null) {
            return byKey(context, authorization);
        }
        Cookie cookie = request.getCookie(SessionCookie.NAME);
        Uni<SecurityIdentity> known =
                cookie == null ? Uni.createFrom().nullItem() : bySession(context, cookie.getValue());
        return ops.isFree(request) ? known.onItem().ifNull().switchTo(() -> visitor(context)) : known;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        refuse(context, AccessProblems.unauthenticated());
        return Uni.createFrom().item(true);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    /** Health is for those who restart what hangs; it must not wait for the database, whatever they send along. */
    private static boolean isAboutHealth(String path) {
        return path != null && (path.startsWith("/q/health") || path.startsWith("/health"));
    }

    private Uni<SecurityIdentity> byKey(RoutingContext context, String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        Uni<Optional<StoredKey>> recognized = bearer
                ? keys.recognize(authorization.substring(SCHEME.length()).strip())
                : Uni.createFrom().item(Optional.empty());
        return settled(context, recognized, found -> {
            if (found.isEmpty()) {
                return refused(
                        context,
                        Problem.of(
                                ProblemType.UNAUTHENTICATED,
                                "the API key is not known, or revoked, or expired; send Authorization: Bearer"
                                        + " mr_<prefix>_<secret>"));
            }
            StoredKey key = found.get();
            String shown = authorization.substring(SCHEME.length()).strip();
            Authenticated.Standing standing = () ->
                    keys.recognize(shown).map(now -> now.map(StoredKey::role).equals(Optional.of(key.role())));
            return known(
                    context, "key:" + key.id(), key.name(), key.role(), Authenticated.Way.KEY, null, null, standing);
        });
    }

    private Uni<SecurityIdentity> bySession(RoutingContext context, String token) {
        Optional<TokenHash> hash = sessions.hash(token);
        if (hash.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return settled(context, sessions.recognize(hash.get()), found -> {
            if (found.isEmpty() || isSignIn(context.request())) {
                return Uni.createFrom().nullItem();
            }
            String csrfToken = sessions.csrfToken(token);
            Optional<String> suspicion = suspicion(context.request(), csrfToken);
            if (suspicion.isPresent()) {
                return refused(context, Problem.of(ProblemType.FORGERY_SUSPECTED, suspicion.get()));
            }
            Session session = found.get();
            return known(
                    context,
                    "user:" + session.userId(),
                    session.username(),
                    session.role(),
                    Authenticated.Way.SESSION,
                    hash.get(),
                    csrfToken,
                    () -> sessions.recognize(hash.get())
                            .map(now -> now.map(Session::role).equals(Optional.of(session.role()))));
        });
    }

    /** Who looks at the wall screen without showing anything; counted by address, like everybody who is not known. */
    private static Uni<SecurityIdentity> visitor(RoutingContext context) {
        String id = "ops:" + Callers.address(context.request());
        return known(
                context, id, "ops", Role.VIEWER.wireName(), Authenticated.Way.OPEN, null, null, () -> Uni.createFrom()
                        .item(true));
    }

    /** Signing in looks after itself, and must not need the session that it replaces. */
    private static boolean isSignIn(HttpServerRequest request) {
        return request.method() == HttpMethod.POST && SIGN_IN.equals(request.path());
    }

    /** Browsers send cookies along whoever's page makes them; only this API's own pages know the token. */
    private static Optional<String> suspicion(HttpServerRequest request, String csrfToken) {
        if (READING.contains(request.method())) {
            return Optional.empty();
        }
        if (Origins.isForeign(request)) {
            return Optional.of("a page of another site cannot make changes in this session");
        }
        String shown = request.getHeader(CSRF_HEADER);
        boolean same = shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), csrfToken.getBytes(StandardCharsets.UTF_8));
        return same
                ? Optional.empty()
                : Optional.of("changes made in a session need the header X-CSRF-Token with the csrf_token that GET"
                        + " /api/v1/session shows");
    }

    private static Uni<SecurityIdentity> known(
            RoutingContext context,
            String id,
            String name,
            String roleName,
            Authenticated.Way way,
            TokenHash session,
            String csrfToken,
            Authenticated.Standing standing) {
        Role role = Role.find(roleName).orElseThrow();
        Caller caller = new Caller(id, name, role, Callers.address(context.request()));
        Callers.keep(context, new Authenticated(caller, way, session, csrfToken, standing));
        return Uni.createFrom().item(identity(id, role));
    }

    private static SecurityIdentity identity(String id, Role role) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(id))
                .addRoles(Arrays.stream(Role.values())
                        .filter(role::includes)
                        .map(Role::wireName)
                        .collect(Collectors.toSet()))
                .build();
    }

    private <T> Uni<SecurityIdentity> settled(
            RoutingContext context, Uni<T> reading, Function<T, Uni<? extends SecurityIdentity>> decide) {
        return OwnContext.answering(reading)
                .<SecurityIdentity>chain(decide::apply)
                .onFailure()
                .recoverWithUni(failure -> refused(context, problem(failure)));
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof StoreUnavailable) {
            return Problem.of(
                    ProblemType.UNAVAILABLE,
                    "the database cannot be reached, so that nobody can be recognized; try again shortly");
        }
        if (failure instanceof BatcherOverloaded) {
            return Problem.of(ProblemType.OVERLOADED, "too many unknown keys are looked up already; try again shortly");
        }
        LOG.error("a caller could not be recognized", failure);
        return Problem.of(ProblemType.INTERNAL_ERROR, "an error of the service itself; its log tells more");
    }

    /** Answers, and lets nothing that would have followed begin. */
    private Uni<SecurityIdentity> refused(RoutingContext context, Problem problem) {
        refuse(context, problem);
        return Uni.createFrom().nothing();
    }

    private void refuse(RoutingContext context, Problem problem) {
        if (problem.status() == 401) {
            context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE);
        }
        if (READING.contains(context.request().method())) {
            answers.answer(context, problem);
        } else {
            answers.answerAndClose(context, problem);
        }
    }
}
