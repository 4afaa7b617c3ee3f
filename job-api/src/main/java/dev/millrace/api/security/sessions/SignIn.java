package dev.millrace.api.security.sessions;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.security.AuditDetail;
import dev.millrace.api.security.OwnContext;
import dev.millrace.api.security.users.Passwords;
import dev.millrace.core.access.Credentials;
import dev.millrace.core.access.Sessions;
import dev.millrace.core.access.TokenHash;
import dev.millrace.core.access.Users;
import dev.millrace.core.audit.AuditEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets a user prove to know the password. Whether the user exists makes no difference to the way that a try takes: it is
 * slowed down, looked up, hashed and refused alike.
 */
@Singleton
public class SignIn {
    private static final int MOST_DELAYED = 500;
    private static final String NOBODY = "anonymous";

    private final Users users;
    private final Sessions sessions;
    private final Passwords passwords;
    private final Vertx vertx;
    private final Counter refusals;
    private final Counter delays;
    private final SlowDown slowDown = new SlowDown(Ticker.systemTicker());
    private final AtomicInteger delayed = new AtomicInteger();

    public SignIn(Users users, Sessions sessions, Passwords passwords, Vertx vertx, MeterRegistry metrics) {
        this.users = users;
        this.sessions = sessions;
        this.passwords = passwords;
        this.vertx = vertx;
        refusals = Counter.builder("millrace.sign.in.refused")
                .description("Sign-ins refused because user name or password were wrong")
                .register(metrics);
        delays = Counter.builder("millrace.sign.in.slowed")
                .description("Sign-ins put off because too many failed before")
                .register(metrics);
    }

    /**
     * Signs in.
     *
     * @param begin what to do with the proven user; returns whether the session began, and the problem otherwise
     */
    Uni<Optional<Problem>> signIn(
            String username, String password, String address, Function<Credentials, Uni<Boolean>> begin) {
        return paced(username, address, () -> users.credentials(username)
                .chain(found -> proven(found, password))
                .chain(proven -> proven.isPresent()
                        ? begin.apply(proven.get()).map(begun -> begun ? proven : Optional.<Credentials>empty())
                        : Uni.createFrom().item(proven))
                .chain(proven -> {
                    if (proven.isPresent()) {
                        slowDown.succeeded(username, address);
                        return Uni.createFrom().item(Optional.empty());
                    }
                    return refused(username, address);
                }));
    }

    /** Proves that a signed-in user knows the password; a wrong one is empty and counts as a failed sign-in. */
    Uni<Optional<Problem>> prove(
            Credentials user, String password, String address, Function<Credentials, Uni<Optional<Problem>>> then) {
        return paced(user.username(), address, () -> proven(Optional.of(user), password)
                .chain(proven -> {
                    if (proven.isEmpty()) {
                        return Uni.createFrom()
                                .item(Optional.of(Problem.of(
                                        ProblemType.SIGN_IN_REFUSED, "the present password is another one")));
                    }
                    slowDown.succeeded(user.username(), address);
                    return then.apply(user);
                }));
    }

    /** The entry of somebody who is let in. */
    static AuditEntry begun(Credentials user, String address) {
        return new AuditEntry(
                "user:" + user.userId(),
                user.role(),
                address,
                "session.begin",
                user.userId().toString(),
                null,
                null);
    }

    /** The hash of a session's token, to end the session that the same client had before. */
    Uni<Boolean> begin(Credentials user, TokenHash token, TokenHash before, String address) {
        return sessions.begin(user, token, before, address, begun(user, address));
    }

    private Uni<Optional<Problem>> paced(String username, String address, Supplier<Uni<Optional<Problem>>> attempt) {
        return switch (slowDown.admit(username, address)) {
            case SlowDown.Admission.Refused refused -> {
                delays.increment();
                yield Uni.createFrom().item(Optional.of(tooMany(refused.pause())));
            }
            case SlowDown.Admission.Admitted admitted ->
                admitted.delay().isZero() ? attempt.get() : delayed(admitted.delay(), attempt);
        };
    }

    private Uni<Optional<Problem>> delayed(Duration delay, Supplier<Uni<Optional<Problem>>> attempt) {
        if (delayed.incrementAndGet() > MOST_DELAYED) {
            delayed.decrementAndGet();
            return Uni.createFrom()
                    .item(Optional.of(
                            Problem.of(ProblemType.OVERLOADED, "too many wait to sign in; try again shortly")));
        }
        Uni<Void> waited =
                Uni.createFrom().emitter(emitter -> vertx.setTimer(delay.toMillis(), timer -> emitter.complete(null)));
        return OwnContext.answering(waited.onTermination().invoke(delayed::decrementAndGet))
                .chain(attempt::get);
    }

    private Uni<Optional<Credentials>> proven(Optional<Credentials> found, String password) {
        return passwords
                .matches(password, found.map(Credentials::passwordHash).orElse(null))
                .map(right -> right ? found : Optional.empty());
    }

    private Uni<Optional<Problem>> refused(String username, String address) {
        refusals.increment();
        return users.credentials(username)
                .chain(found -> sessions.noteRefused(refusal(found, address)))
                .replaceWith(Optional.of(Problem.of(
                        ProblemType.SIGN_IN_REFUSED, "there is no such user, or the password is another one")));
    }

    /** What was typed as the name of nobody is not noted: it may be a password in the wrong field. */
    private static AuditEntry refusal(Optional<Credentials> found, String address) {
        AuditEntry entry = new AuditEntry(
                NOBODY,
                "none",
                address,
                "session.refused",
                found.map(user -> user.userId().toString()).orElse("unknown"),
                null,
                null);
        return found.map(user ->
                        AuditDetail.of().with("username", user.username()).in(entry))
                .orElse(entry);
    }

    private static Problem tooMany(Duration wait) {
        return Problem.of(ProblemType.TOO_MANY_ATTEMPTS, "too many attempts failed; try again later")
                .retryingAfter(Duration.ofSeconds(wait.toSeconds() + 1));
    }
}
