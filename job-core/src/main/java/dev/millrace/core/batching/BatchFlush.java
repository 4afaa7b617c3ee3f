package dev.millrace.core.batching;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Makes many calls as one. */
@FunctionalInterface
public interface BatchFlush<I, O> {
    /**
     * @param batch at least one call
     * @return one answer a call, in the order of the calls
     */
    Uni<List<O>> flush(List<I> batch);
}
