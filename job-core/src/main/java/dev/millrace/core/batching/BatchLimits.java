package dev.millrace.core.batching;

/**
 * What bounds a {@link Batcher}.
 *
 * @param calls the most calls that travel together, at least 1
 * @param weight the most weight (for instance bytes) that travels together; a heavier single call travels alone
 * @param inFlight how many batches may be under way at once, at least 1
 * @param waiting how many calls may wait; a further one is refused with {@link BatcherOverloaded}
 */
public record BatchLimits(int calls, long weight, int inFlight, int waiting) {
    public BatchLimits {
        if (calls < 1 || weight < 1 || inFlight < 1 || waiting < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }
}
