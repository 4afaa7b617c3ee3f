package dev.millrace.scheduler.duty;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Waits for what the store and the publisher do; a duty has a virtual thread of its own to wait on. Both bound how long they
 * take, so that nothing here needs a bound.
 */
public final class Awaited {
    private Awaited() {}

    /**
     * What {@code work} yields.
     *
     * @throws RuntimeException the work's own failure
     */
    public static <T> T of(Uni<T> work) {
        return work.await().indefinitely();
    }

    /** What all of these yield, in their order; they are made at the same time. */
    public static <T> List<T> all(Collection<Uni<T>> works) {
        return works.isEmpty()
                ? List.of()
                : of(Uni.join().all(List.copyOf(works)).andFailFast());
    }

    /** What all of these stages, which are under way, complete with. */
    public static <T> List<T> stages(Collection<CompletionStage<T>> stages) {
        return stages.stream()
                .map(CompletionStage::toCompletableFuture)
                .map(CompletableFuture::join)
                .toList();
    }
}
