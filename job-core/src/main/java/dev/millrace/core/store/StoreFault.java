package dev.millrace.core.store;

import io.vertx.pgclient.PgException;
import java.util.Set;

/** What kind of failure a statement met, and so what to do about it. */
public enum StoreFault {
    /** PostgreSQL is away, starting, stopping, full, or not yet migrated: the outcome is unknown; offer it again later. */
    UNAVAILABLE,
    /** Another session was in the way (deadlock, serialization): nothing was written; try again at once. */
    CONTENTION,
    /** PostgreSQL refuses the values themselves: nothing was written, and trying again changes nothing. */
    REFUSED;

    private static final Set<String> NOT_YET = Set.of("42P01", "42P07", "42501", "42703", "42704", "42883");

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
        // 23514 is also what a missing archive partition says, and Millrace's own checks fail on bugs alone: an end
        // must wait for
        // its partition, not be refused for it.
        if (state.equals("23514")) {
            return UNAVAILABLE;
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "21", "22", "23", "54" -> REFUSED;
            // What the schema lacks (yet) or does not grant (yet), it may have later.
            case "42" -> NOT_YET.contains(state) ? UNAVAILABLE : REFUSED;
            default -> UNAVAILABLE;
        };
    }
}
