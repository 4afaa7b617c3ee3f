package dev.millrace.client;

/** A request that came to nothing. */
public abstract sealed class MillraceException extends RuntimeException
        permits RequestRefused, MillraceUnavailable, TooManyWaiting, CallInterrupted {
    private static final long serialVersionUID = 1L;

    MillraceException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, thrown by the thread that asked: what failed was found by another. */
    abstract MillraceException here();
}
