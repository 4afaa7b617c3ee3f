package dev.millrace.api.wiring;

/**
 * In which order a request passes what stands before the resources; the higher goes first. Quarkus authenticates at 200, and
 * refuses bodies that announce more than its own limit at -2.
 */
public final class FilterOrder {
    /** Before all else, so that refusals are a part of their trace, too. */
    public static final int TRACING = 1_050;

    /** So early that refusals carry the headers, too. */
    public static final int SECURITY_HEADERS = 1_000;

    public static final int REQUEST_SHAPE = 950;
    public static final int OPEN_MODE = 900;
    /** Before authentication: a browser's preflight carries no credentials. */
    public static final int CROSS_ORIGIN = 850;

    public static final int CONCURRENCY = 800;
    /** Before authentication: it spares the look-up of credentials. */
    public static final int REFUSED_CREDENTIALS = 700;
    /** After authentication, which tells whose request it is. */
    public static final int RATE = 140;
    /** Last: nobody's body is read before all the rest is settled. After the HTTP layer has set its own limit. */
    public static final int BODY = 1;

    private FilterOrder() {}
}
