package dev.millrace.api.security.sessions;

import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.time.Duration;

/**
 * The cookie that carries a session. Its name makes browsers see to it that it was set by this very host, over a connection
 * that counts as secure (https, or http to localhost), and scripts cannot read it.
 */
public final class SessionCookie {
    /** The cookie's name. */
    public static final String NAME = "__Host-millrace";

    private SessionCookie() {}

    static NewCookie with(String token, Duration longest) {
        return cookie(token, (int) Math.min(Integer.MAX_VALUE, longest.toSeconds()));
    }

    static NewCookie gone() {
        return cookie("", 0);
    }

    private static NewCookie cookie(String value, int seconds) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .secure(true)
                .httpOnly(true)
                .sameSite(SameSite.STRICT)
                .build();
    }
}
