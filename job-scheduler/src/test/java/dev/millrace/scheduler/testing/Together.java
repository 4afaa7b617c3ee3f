package dev.millrace.scheduler.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lets several do the same at the same moment. */
public final class Together {
    private Together() {}

    /** Runs all at once and returns what each yields. */
    @SafeVarargs
    public static <T> List<T> run(Supplier<T>... all) {
        CyclicBarrier start = new CyclicBarrier(all.length);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<T>> running = Stream.of(all)
                    .map(each -> CompletableFuture.supplyAsync(
                            () -> {
                                meet(start);
                                return each.get();
                            },
                            threads))
                    .toList();
            return running.stream().map(CompletableFuture::join).toList();
        }
    }

    private static void meet(CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
