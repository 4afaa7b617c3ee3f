package dev.millrace.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RememberedReadsTest {
    private final Map<String, String> there = new HashMap<>(Map.of("a", "first"));
    private final List<Set<String>> statements = new ArrayList<>();
    private final List<UniEmitter<? super Map<String, String>>> unanswered = new ArrayList<>();
    private boolean answersLater;

    private final RememberedReads<String, String> reads =
            new RememberedReads<>("test", Duration.ofMinutes(1), this::read);

    @Test
    void whatIsThereAndWhatIsNotIsReadOnce() {
        for (int i = 0; i < 100; i++) {
            assertThat(find("a").join()).contains("first");
            assertThat(find("b").join()).isEmpty();
        }

        assertThat(statements).containsExactly(Set.of("a"), Set.of("b"));
    }

    @Test
    void aFloodOfUnknownKeysIsNoFloodOfStatements() {
        answersLater = true;
        List<CompletableFuture<Optional<String>>> flood = new ArrayList<>();
        for (int i = 0; i < 1_002; i++) {
            flood.add(find("unknown-" + i));
        }
        assertThat(statements).hasSize(2);
        while (!unanswered.isEmpty()) {
            unanswered.removeFirst().complete(Map.of());
        }

        assertThat(flood).allSatisfy(answer -> assertThat(answer.join()).isEmpty());
        assertThat(statements).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void whatIsForgottenIsReadAgain() {
        find("a").join();
        there.put("a", "second");
        reads.forget();

        assertThat(find("a").join()).contains("second");
    }

    @Test
    void aReadingThatWasUnderWayWhenThingsChangedIsNotRemembered() {
        answersLater = true;
        CompletableFuture<Optional<String>> old = find("a");
        reads.forget();
        unanswered.removeFirst().complete(Map.of("a", "stale"));
        answersLater = false;

        assertThat(old.join()).contains("stale");
        assertThat(find("a").join()).contains("first");
    }

    private CompletableFuture<Optional<String>> find(String key) {
        return reads.find(key).subscribeAsCompletionStage();
    }

    private Uni<Map<String, String>> read(Set<String> keys) {
        statements.add(Set.copyOf(keys));
        if (answersLater) {
            return Uni.createFrom().emitter(unanswered::add);
        }
        Map<String, String> found = new HashMap<>(there);
        found.keySet().retainAll(keys);
        return Uni.createFrom().item(found);
    }
}
