package dev.millrace.bench.load;

import dev.millrace.client.AcceptedJob;
import dev.millrace.client.JobRequest;
import dev.millrace.client.MillraceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers who submit through Millrace's own client, each waiting for every answer. */
public final class ClientLoad {
    private ClientLoad() {}

    /**
     * What was submitted.
     *
     * @param took from the first submission to the last answer
     */
    public record Submitted(List<UUID> ids, Duration took) {}

    /** One job at a time by each caller; the client gathers them. */
    public static Submitted oneByOne(MillraceClient client, int callers, int jobs) throws InterruptedException {
        return run(callers, jobs, ids -> ids.add(client.submit(BenchJob.REQUEST).id()));
    }

    /** A bulk of so many at a time by each caller. */
    public static Submitted bulks(MillraceClient client, int callers, int bulks, int size) throws InterruptedException {
        List<JobRequest> bulk = Collections.nCopies(size, BenchJob.REQUEST);
        return run(callers, bulks, ids -> {
            for (AcceptedJob job : client.submitAll(bulk)) {
                ids.add(job.id());
            }
        });
    }

    private static Submitted run(int callers, int calls, Call call) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(calls);
        long begun = System.nanoTime();
        List<Future<List<UUID>>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                results.add(threads.submit(() -> {
                    List<UUID> own = new ArrayList<>();
                    while (left.getAndDecrement() > 0) {
                        call.make(own);
                    }
                    return own;
                }));
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        List<UUID> ids = new ArrayList<>();
        for (Future<List<UUID>> result : results) {
            try {
                ids.addAll(result.get());
            } catch (ExecutionException failure) {
                throw new IllegalStateException(failure.getCause());
            }
        }
        return new Submitted(ids, took);
    }

    @FunctionalInterface
    private interface Call {
        void make(List<UUID> ids);
    }
}
