package dev.millrace.core.batching;

/** More calls wait than the {@link Batcher} may hold; the call was not made and may be made again later. */
public final class BatcherOverloaded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BatcherOverloaded(String name) {
        super(name + " holds as many waiting calls as it may", null, false, false);
    }
}
