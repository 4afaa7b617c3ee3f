package dev.millrace.api.problem;

import java.util.Locale;

/** The catalogue of everything that a client can be told is wrong. A name, once released, keeps its meaning. */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request is malformed"),
    CURSOR_REFUSED(400, "The cursor does not belong to this list"),
    CROSS_SITE(403, "Other sites may not ask this"),
    UNAUTHENTICATED(401, "Nobody is signed in"),
    SIGN_IN_REFUSED(401, "The sign-in is refused"),
    FORBIDDEN(403, "The role does not allow it"),
    FORGERY_SUSPECTED(403, "The request may be forged"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No acceptable representation"),
    STATUS_FORBIDS(409, "The job's status forbids it"),
    OPERATION_OVER(409, "The bulk operation is over"),
    NAME_TAKEN(409, "The name is taken"),
    UNIQUE_KEY_HELD(409, "Another live job holds the unique key"),
    IDEMPOTENCY_IN_FLIGHT(409, "The first request is not answered yet"),
    LAST_ADMIN(409, "Nobody else is an admin"),
    NOT_APPLICABLE(409, "It does not apply here"),
    PAYLOAD_UNREADABLE(409, "The payload cannot be decrypted"),
    TOO_LARGE(413, "The request is too large"),
    URI_TOO_LONG(414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    MISDIRECTED(421, "This service does not go by that name"),
    INVALID_REQUEST(422, "The request is invalid"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key stands for another request"),
    SCOPE_TOO_WIDE(422, "The filter finds too much"),
    RANGE_REQUIRED(422, "The list needs a time range"),
    PAYLOADS_ENCRYPTED(422, "Payloads are encrypted"),
    RATE_LIMITED(429, "Too many requests"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    TOO_MANY_ATTEMPTS(429, "Too many attempts to sign in"),
    REQUEST_REFUSED(400, "The request is refused"),
    INTERNAL_ERROR(500, "An error inside"),
    UNAVAILABLE(503, "Not available for the moment"),
    OVERLOADED(503, "Too busy for the moment"),
    RANGE_TOO_WIDE(503, "The list takes too long");

    private static final String DOCUMENTATION = "https://millrace.dev/docs/api#problem-";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short text for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The stable name for programs, such as {@code invalid_request}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The URI that identifies it and leads to its documentation. */
    public String uri() {
        return DOCUMENTATION + code().replace('_', '-');
    }

    /** The most fitting type for a refusal that the HTTP layer itself decided. */
    public static ProblemType ofStatus(int status) {
        return switch (status) {
            case 400 -> MALFORMED_REQUEST;
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> RATE_LIMITED;
            case 431 -> HEADERS_TOO_LARGE;
            case 503 -> UNAVAILABLE;
            default -> status < 500 ? REQUEST_REFUSED : INTERNAL_ERROR;
        };
    }
}
