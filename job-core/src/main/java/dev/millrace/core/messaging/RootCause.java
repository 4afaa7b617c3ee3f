package dev.millrace.core.messaging;

/** What a log line says of a failure: the client library wraps the broker's words in exceptions that say nothing. */
final class RootCause {
    private RootCause() {}

    /** The innermost exception's message, or its type when it has none. */
    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
