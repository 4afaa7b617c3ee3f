package dev.millrace.client;

import java.io.IOException;

/**
 * No useful answer within the client's patience, in spite of repetitions. What was asked may have been done all the same: a job
 * that was being submitted may be accepted. Where that must not happen twice, give jobs a unique key.
 */
public final class MillraceUnavailable extends MillraceException {
    private static final long serialVersionUID = 1L;

    MillraceUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    static MillraceUnavailable unreadable(IOException failure) {
        return new MillraceUnavailable("answered with what this client cannot read: " + failure.getMessage(), failure);
    }

    @Override
    MillraceUnavailable here() {
        return new MillraceUnavailable(getMessage(), this);
    }
}
