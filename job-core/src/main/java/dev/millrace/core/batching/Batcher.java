package dev.millrace.core.batching;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * Calls that arrive together travel together. While a batch is in flight the next one gathers, and joins it in flight when it is
 * large; there is no timer, so a call that arrives alone is made at once.
 *
 * <p>Invariant: no call can fail its neighbour. When a batch of several fails for a reason that may lie in one of its
 * calls, each is made again alone, and each gets its own answer.
 */
public final class Batcher<I, O> {
    /**
     * How many calls must wait before their batch joins another in flight. A statement costs PostgreSQL about as much for one
     * call as for so many; when processors are short, many small ones would take the time in which large ones gather.
     */
    private static final int WORTH_ANOTHER = 32;

    private static final Logger LOG = Logger.getLogger(Batcher.class);

    private final String name;
    private final BatchLimits limits;
    private final ToLongFunction<I> weight;
    private final BatchFlush<I, O> flush;
    private final Predicate<Throwable> mayLieInOneCall;
    private final Queue<Call<I, O>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param name what is batched, for messages
     * @param weight how heavy a call is, in the unit of {@link BatchLimits#weight()}
     * @param mayLieInOneCall whether a failure may be the fault of a single call; when not (the connection broke), it is
     *     the answer to every call of the batch
     */
    public Batcher(
            String name,
            BatchLimits limits,
            ToLongFunction<I> weight,
            Predicate<Throwable> mayLieInOneCall,
            BatchFlush<I, O> flush) {
        this.name = name;
        this.limits = limits;
        this.weight = weight;
        this.mayLieInOneCall = mayLieInOneCall;
        this.flush = flush;
    }

    /** Makes a call when subscribed to; fails with {@link BatcherOverloaded} when too many wait already. */
    public Uni<O> submit(I input) {
        return Uni.createFrom()
                .emitter(emitter -> submit(input, (answer, failure) -> {
                    if (failure == null) {
                        emitter.complete(answer);
                    } else {
                        emitter.fail(failure);
                    }
                }));
    }

    /**
     * Makes a call at once, as {@link #submit(Object)} does but at a fraction of its cost.
     *
     * @param answered is given the answer and null, or null and the failure; it must neither block nor throw
     */
    public void submit(I input, BiConsumer<? super O, Throwable> answered) {
        if (waitingCount.incrementAndGet() > limits.waiting()) {
            waitingCount.decrementAndGet();
            answered.accept(null, new BatcherOverloaded(name));
            return;
        }
        waiting.add(new Call<>(input, answered));
        flushWhatWaits();
    }

    /**
     * Flushes while there is something to flush and a place in flight. One caller at a time does so; the others leave it
     * their word, so that an answer which comes at once deepens no stack.
     */
    private void flushWhatWaits() {
        if (requests.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        while (answered != 0) {
            while (!waiting.isEmpty() && mayFlush()) {
                inFlight.incrementAndGet();
                flush(gather());
            }
            answered = requests.addAndGet(-answered);
        }
    }

    private boolean mayFlush() {
        int underWay = inFlight.get();
        return underWay == 0
                || underWay < limits.inFlight() && waitingCount.get() >= Math.min(WORTH_ANOTHER, limits.calls());
    }

    /** What waits is flushed before the answers are told, for telling them takes time in which the next batch can be under way. */
    private void flush(List<Call<I, O>> batch) {
        makeTogether(batch)
                .onFailure()
                .recoverWithItem(failure -> () -> batch.forEach(call -> call.answer(null, failure)))
                .subscribe()
                .with(tellAnswers -> {
                    inFlight.decrementAndGet();
                    flushWhatWaits();
                    tellAnswers.run();
                });
    }

    private List<Call<I, O>> gather() {
        List<Call<I, O>> batch = new ArrayList<>();
        long batchWeight = 0;
        while (batch.size() < limits.calls()) {
            Call<I, O> next = waiting.peek();
            if (next == null) {
                break;
            }
            batchWeight += weight.applyAsLong(next.input);
            if (!batch.isEmpty() && batchWeight > limits.weight()) {
                break;
            }
            waiting.remove();
            waitingCount.decrementAndGet();
            batch.add(next);
        }
        return batch;
    }

    private Uni<Runnable> makeTogether(List<Call<I, O>> batch) {
        return flushed(batch).onFailure().recoverWithUni(failure -> {
            if (batch.size() == 1 || !mayLieInOneCall.test(failure)) {
                return Uni.createFrom().failure(failure);
            }
            return makeOneByOne(batch).replaceWith(() -> {});
        });
    }

    /** Ends early when the connection breaks meanwhile: the rest would wait for it one after the other. */
    private Uni<Void> makeOneByOne(List<Call<I, O>> batch) {
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Call<I, O> first = batch.getFirst();
        List<Call<I, O>> rest = batch.subList(1, batch.size());
        return flushed(List.of(first)).onItemOrFailure().transformToUni((tellAnswers, failure) -> {
            if (failure == null) {
                tellAnswers.run();
                return makeOneByOne(rest);
            }
            first.answer(null, failure);
            if (mayLieInOneCall.test(failure)) {
                return makeOneByOne(rest);
            }
            rest.forEach(call -> call.answer(null, failure));
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Runnable> flushed(List<Call<I, O>> batch) {
        List<I> inputs = batch.stream().map(call -> call.input).toList();
        return Uni.createFrom().deferred(() -> flush.flush(inputs)).map(answers -> {
            if (answers.size() != inputs.size()) {
                throw new IllegalStateException(
                        name + " answered " + answers.size() + " of " + inputs.size() + " calls");
            }
            return () -> {
                for (int i = 0; i < answers.size(); i++) {
                    batch.get(i).answer(answers.get(i), null);
                }
            };
        });
    }

    private record Call<I, O>(I input, BiConsumer<? super O, Throwable> answered) {
        /** A caller who throws takes no answer from its neighbours. */
        void answer(O answer, Throwable failure) {
            try {
                answered.accept(answer, failure);
            } catch (RuntimeException bug) {
                LOG.error("a caller failed over its answer", bug);
            }
        }
    }
}
