package dev.millrace.core.store;

import io.vertx.pgclient.PgException;

/** What kind of failure a statement met, and so what to do about it. */
public enum StoreFault {
    /** PostgreSQL is away, starting, stopping, full, or not yet migrated: the outcome is unknown; offer it again later. */
    UNAVAILABLE,
    /** Another session was in the way (deadlock, serialization): nothing was written; try again at once. */
    CONTENTION,
    /** PostgreSQL refuses the values themselves: nothing was written, and trying again changes nothing. */
    REFUSED;

    /**
     * The fault behind {@code failure}, from the class of its SQLSTATE (PostgreSQL manual, appendix A). Whatever is not
     * PostgreSQL's own answer is the connection's failure.
     */
    public static StoreFault of(Throwable failure) {
        if (!(failure instanceof PgException answer)) {
            return UNAVAILABLE;
        }
        String state = answer.getSqlState() == null ? "" : answer.getSqlState();
        if (state.equals("40001") || state.equals("40P01") || state.equals("55P03")) {
            return CONTENTION;
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "21", "22", "23", "54" -> REFUSED;
            case "42" ->
                state.equals("42P01") || state.equals("42883") || state.equals("42P07") ? UNAVAILABLE : REFUSED;
            default -> UNAVAILABLE;
        };
    }
}
