package dev.millrace.api.security.sessions;

import dev.millrace.api.security.AuthSettings;
import dev.millrace.api.security.Pepper;
import dev.millrace.api.security.RandomText;
import dev.millrace.api.security.RememberedReads;
import dev.millrace.api.security.UseNotes;
import dev.millrace.core.access.Session;
import dev.millrace.core.access.Sessions;
import dev.millrace.core.access.TokenHash;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells whose session a cookie is. What this process ends is refused at once; what another one ends, and what expires,
 * within {@code millrace.auth.cache}.
 */
@Singleton
public class SessionCheck {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z]{43}");
    private static final String TOKEN = "session";
    private static final String CSRF = "csrf";

    private final Pepper pepper;
    private final RandomText random;
    private final RememberedReads<TokenHash, Session> reads;
    private final UseNotes<TokenHash> uses;

    public SessionCheck(Sessions sessions, Pepper pepper, RandomText random, AuthSettings settings, Vertx vertx) {
        this.pepper = pepper;
        this.random = random;
        reads = new RememberedReads<>("sessions", settings.cache(), sessions::inForce);
        uses = new UseNotes<>(vertx, sessions::noteSeen);
    }

    /** A token for a new session. */
    public String newToken() {
        return random.secret();
    }

    /** What the database keeps of a token; empty when the text has not the form of one. */
    public Optional<TokenHash> hash(String token) {
        return FORM.matcher(token).matches() ? Optional.of(new TokenHash(pepper.hash(TOKEN, token))) : Optional.empty();
    }

    /** What a page must send along with each change that it makes in this session; only who has the token can know it. */
    public String csrfToken(String token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(pepper.hash(CSRF, token));
    }

    /** The session of this token, when it is in force. */
    public Uni<Optional<Session>> recognize(TokenHash token) {
        return reads.find(token).invoke(found -> found.ifPresent(session -> uses.note(token)));
    }

    /** Sessions or users have changed: nothing is believed any more without being read again. */
    public void changed() {
        reads.forget();
    }
}
