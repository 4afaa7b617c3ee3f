package dev.millrace.core.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private static final BatchLimits ONE_IN_FLIGHT = new BatchLimits(10, 1_000, 1, 100);

    private final List<List<Integer>> flushed = new CopyOnWriteArrayList<>();
    private final List<UniEmitter<? super List<String>>> unanswered = new CopyOnWriteArrayList<>();

    @Test
    void aCallThatArrivesAloneIsMadeAtOnce() {
        Batcher<Integer, String> batcher = held(ONE_IN_FLIGHT);

        send(batcher, 1);

        assertThat(flushed).containsExactly(List.of(1));
    }

    @Test
    void whatArrivesWhileABatchIsInFlightTravelsTogetherNext() {
        Batcher<Integer, String> batcher = held(ONE_IN_FLIGHT);
        send(batcher, 1);
        CompletableFuture<String> second = start(batcher, 2);
        CompletableFuture<String> third = start(batcher, 3);
        assertThat(flushed).hasSize(1);

        unanswered.get(0).complete(List.of("one"));
        assertThat(flushed).containsExactly(List.of(1), List.of(2, 3));
        unanswered.get(1).complete(List.of("two", "three"));

        assertThat(second).isCompletedWithValue("two");
        assertThat(third).isCompletedWithValue("three");
    }

    @Test
    void aCallerWhoThrowsTakesNoAnswerFromItsNeighbours() {
        Batcher<Integer, String> batcher = held(ONE_IN_FLIGHT);
        send(batcher, 1);
        batcher.submit(2, (answer, failure) -> {
            throw new IllegalStateException("a bug");
        });
        CompletableFuture<String> third = start(batcher, 3);

        unanswered.get(0).complete(List.of("one"));
        unanswered.get(1).complete(List.of("two", "three"));

        assertThat(third).isCompletedWithValue("three");
    }

    @Test
    void aSecondBatchJoinsTheFirstInFlightOnlyWhenItIsLarge() {
        Batcher<Integer, String> batcher = held(new BatchLimits(100, 1_000, 2, 100));
        send(batcher, 1);
        IntStream.range(0, 31).forEach(i -> send(batcher, 2));
        assertThat(flushed).hasSize(1);

        send(batcher, 2);

        assertThat(flushed).hasSize(2);
        assertThat(flushed.get(1)).hasSize(32);
    }

    @Test
    void aBatchIsBoundedByItsCallsAndByItsWeight() {
        Batcher<Integer, String> batcher = held(new BatchLimits(3, 10, 1, 100));
        send(batcher, 1);
        IntStream.of(1, 1, 1, 9, 2, 50).forEach(weight -> send(batcher, weight));

        for (int i = 0; i < unanswered.size(); i++) {
            unanswered
                    .get(i)
                    .complete(flushed.get(i).stream().map(String::valueOf).toList());
        }

        assertThat(flushed).containsExactly(List.of(1), List.of(1, 1, 1), List.of(9), List.of(2), List.of(50));
    }

    @Test
    void noCallFailsItsNeighbours() {
        Batcher<Integer, String> batcher = answering(batch -> {
            if (batch.contains(13)) {
                throw new IllegalArgumentException("13 is refused");
            }
            return batch.stream().map(String::valueOf).toList();
        });

        List<CompletableFuture<String>> answers =
                IntStream.of(11, 12, 13, 14).mapToObj(i -> start(batcher, i)).toList();
        unanswered.getFirst().complete(List.of("first"));

        assertThat(answers.get(0)).isCompletedWithValue("11");
        assertThat(answers.get(1)).isCompletedWithValue("12");
        assertThatThrownBy(() -> answers.get(2).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("13 is refused");
        assertThat(answers.get(3)).isCompletedWithValue("14");
    }

    @Test
    void aBrokenConnectionIsTheAnswerToAllAndIsNotTriedCallByCall() {
        List<List<Integer>> tried = new ArrayList<>();
        Batcher<Integer, String> batcher = answering(batch -> {
            tried.add(batch);
            throw new UncheckedIOException(new IOException("gone"));
        });

        CompletableFuture<String> one = start(batcher, 1);
        CompletableFuture<String> two = start(batcher, 2);
        unanswered.getFirst().complete(List.of("first"));

        assertThat(one).isCompletedExceptionally();
        assertThat(two).isCompletedExceptionally();
        assertThat(tried).containsExactly(List.of(1, 2));
    }

    @Test
    void moreCallsThanMayWaitAreRefusedAtOnce() {
        Batcher<Integer, String> batcher = held(new BatchLimits(1, 1_000, 1, 2));
        send(batcher, 1);
        send(batcher, 2);
        send(batcher, 3);

        assertThatThrownBy(() -> start(batcher, 4).join()).hasCauseInstanceOf(BatcherOverloaded.class);
    }

    @Test
    void callsFromManyThreadsAreEachAnsweredOnce() throws Exception {
        Batcher<Integer, String> batcher = new Batcher<>(
                "test", new BatchLimits(7, 1_000, 2, 100_000), ignored -> 0, failure -> true, batch -> Uni.createFrom()
                        .item(batch.stream().map(String::valueOf).toList()));
        // Outside a service, Mutiny's context propagation sets itself up with its first use, and not soundly from many
        // threads.
        assertThat(start(batcher, -1)).isCompletedWithValue("-1");
        ConcurrentLinkedQueue<CompletableFuture<String>> answers = new ConcurrentLinkedQueue<>();
        List<Thread> callers = IntStream.range(0, 8)
                .mapToObj(caller -> Thread.ofVirtual().start(() -> IntStream.range(0, 1_000)
                        .forEach(i -> answers.add(start(batcher, caller * 1_000 + i)))))
                .toList();
        for (Thread caller : callers) {
            caller.join();
        }

        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

        assertThat(answers.stream().map(CompletableFuture::join)).hasSize(8_000).doesNotHaveDuplicates();
    }

    /** A batcher whose flushes the test answers. */
    private Batcher<Integer, String> held(BatchLimits limits) {
        return new Batcher<>("test", limits, weight -> weight, failure -> true, batch -> {
            flushed.add(batch);
            return Uni.createFrom().emitter(unanswered::add);
        });
    }

    /** A batcher whose first flush, of a call made here, is held so that the next calls gather. */
    private Batcher<Integer, String> answering(Function<List<Integer>, List<String>> answer) {
        Batcher<Integer, String> batcher = new Batcher<>(
                "test",
                ONE_IN_FLIGHT,
                ignored -> 0,
                failure -> !(failure instanceof UncheckedIOException),
                batch -> unanswered.isEmpty()
                        ? Uni.createFrom().emitter(unanswered::add)
                        : Uni.createFrom().item(() -> answer.apply(batch)));
        send(batcher, 0);
        return batcher;
    }

    private static void send(Batcher<Integer, String> batcher, int input) {
        var unused = start(batcher, input);
    }

    private static CompletableFuture<String> start(Batcher<Integer, String> batcher, int input) {
        return batcher.submit(input).subscribeAsCompletionStage();
    }
}
