package dev.millrace.client;

/** The client already holds as many jobs that the server has not yet accepted as it may. Nothing was sent. */
public final class TooManyWaiting extends MillraceException {
    private static final long serialVersionUID = 1L;

    TooManyWaiting(String message) {
        super(message, null);
    }

    @Override
    TooManyWaiting here() {
        return new TooManyWaiting(getMessage());
    }
}
