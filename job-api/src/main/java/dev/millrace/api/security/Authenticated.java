package dev.millrace.api.security;

import dev.millrace.core.access.TokenHash;

/**
 * Who makes a request, and how they showed it.
 *
 * @param session of the session that showed it; null unless by a session
 * @param csrfToken what state-changing requests of the session must carry; null unless by a session
 */
public record Authenticated(Caller caller, Way way, TokenHash session, String csrfToken) {
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
