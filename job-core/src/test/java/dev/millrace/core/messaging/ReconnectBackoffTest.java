package dev.millrace.core.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {
    @Test
    void doublesUpToFiveSeconds() {
        var backoff = new ReconnectBackoff(() -> 0);
        assertThat(Stream.generate(backoff::afterFailure).limit(8).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
    }

    @Property
    void staysBetweenHalfAndAllOfTheStep(
            @ForAll @IntRange(min = 1, max = 100) int failures,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
        var backoff = new ReconnectBackoff(() -> chance);
        Duration wait = Stream.generate(backoff::afterFailure)
                .limit(failures)
                .reduce((former, latter) -> latter)
                .orElseThrow();
        assertThat(wait).isBetween(Duration.ofMillis(50), Duration.ofSeconds(5));
    }

    @Test
    void beginsAnewAfterWhatLastedAndOnlyThen() {
        var backoff = new ReconnectBackoff(() -> 0);
        backoff.afterFailure();
        backoff.afterFailure();
        assertThat(backoff.afterLoss(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.afterLoss(Duration.ofSeconds(5))).isEqualTo(Duration.ofMillis(100));
    }
}
