package dev.millrace.worker.handler;

/** A payload is not what the handler takes, so that no retry can help. */
public final class UnreadablePayload extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadablePayload(String message) {
        super(message);
    }
}
