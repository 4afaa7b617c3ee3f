package dev.millrace.api.security;

import dev.millrace.core.access.TokenHash;
import io.smallrye.mutiny.Uni;

/**
 * Who makes a request, and how they showed it.
 *
 * @param session of the session that showed it; null unless by a session
 * @param csrfToken what state-changing requests of the session must carry; null unless by a session
 * @param standing tells later whether what was shown is still good
 */
public record Authenticated(Caller caller, Way way, TokenHash session, String csrfToken, Standing standing) {
    /** Whether a caller is still who it was: a key may be revoked and a session ended while an answer goes on. */
    @FunctionalInterface
    public interface Standing {
        /** False when what was shown is good no more, or for another role; fails when that cannot be told. */
        Uni<Boolean> isGood();
    }

    /** How a caller shows who it is. */
    public enum Way {
        /** Not at all: in open mode nobody need to. */
        OPEN,
        /** By an API key. */
        KEY,
        /** By a session, after a sign-in. */
        SESSION
    }

    @Override
    public String toString() {
        return "Authenticated[caller=" + caller + ", way=" + way + "]";
    }
}
