package dev.millrace.client;

/**
 * The calling thread was interrupted while it waited; its interrupt status is set again. A job that was not sent yet is taken
 * back; one that was may be accepted.
 */
public final class CallInterrupted extends MillraceException {
    private static final long serialVersionUID = 1L;

    CallInterrupted(InterruptedException interrupt) {
        super("interrupted while waiting for Millrace", interrupt);
    }

    @Override
    CallInterrupted here() {
        return this;
    }
}
