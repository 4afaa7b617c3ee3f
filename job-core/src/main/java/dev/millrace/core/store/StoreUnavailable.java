package dev.millrace.core.store;

/** PostgreSQL could not be asked, or did not answer in time; whether the statement took effect is unknown. */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(Throwable cause) {
        super("PostgreSQL is not available: " + cause.getMessage(), cause);
    }
}
