package dev.millrace.api.security.users;

/** More passwords wait to be looked at than may. */
public final class PasswordsBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PasswordsBusy() {
        super("too many passwords wait to be looked at", null, false, false);
    }
}
