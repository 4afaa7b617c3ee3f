package dev.millrace.core.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryLadderTest {
    private static final long LONGEST_MILLIS = 15 * 60 * 1_000;

    @Property
    void aRungIsNeverShorterThanTheDelay(@ForAll @LongRange(min = -5_000, max = LONGEST_MILLIS) long millis) {
        Duration delay = Duration.ofMillis(millis);
        assertThat(RetryLadder.rungFor(delay))
                .hasValueSatisfying(rung -> assertThat(rung).isGreaterThanOrEqualTo(delay));
    }

    @Property
    void aRungAddsAtMostATenth(@ForAll @LongRange(min = 1_000, max = LONGEST_MILLIS) long millis) {
        assertThat(RetryLadder.rungFor(Duration.ofMillis(millis)))
                .hasValueSatisfying(rung -> assertThat(rung.toMillis()).isLessThanOrEqualTo(millis + millis / 10));
    }

    @Property
    void aRungIsTheShortestThatWillDo(@ForAll @LongRange(min = 1_000, max = LONGEST_MILLIS) long millis) {
        Duration delay = Duration.ofMillis(millis);
        Duration chosen = RetryLadder.rungFor(delay).orElseThrow();
        assertThat(RetryLadder.rungs())
                .filteredOn(rung -> rung.compareTo(delay) >= 0)
                .first()
                .isEqualTo(chosen);
    }

    @Property
    void whatIsLongerThanTheLadderHasNoRung(@ForAll @LongRange(min = LONGEST_MILLIS + 1) long millis) {
        assertThat(RetryLadder.rungFor(Duration.ofMillis(millis))).isEmpty();
    }

    @Test
    void aNanosecondTooMuchTakesTheNextRung() {
        assertThat(RetryLadder.rungFor(Duration.ofSeconds(1))).contains(Duration.ofMillis(1_000));
        assertThat(RetryLadder.rungFor(Duration.ofSeconds(1).plusNanos(1))).contains(Duration.ofMillis(1_100));
        assertThat(RetryLadder.rungFor(Duration.ofMinutes(15))).contains(Duration.ofMinutes(15));
        assertThat(RetryLadder.rungFor(Duration.ofMinutes(15).plusNanos(1))).isEmpty();
    }

    @Test
    void noDelayTakesTheFirstRung() {
        assertThat(RetryLadder.rungFor(Duration.ZERO)).contains(Duration.ofSeconds(1));
    }

    @Test
    void theLadderIsTheOneThatQueuesAreNamedAfterInRunningSystems() {
        List<Duration> rungs = RetryLadder.rungs();
        assertThat(rungs).hasSize(73).isSorted().doesNotHaveDuplicates();
        assertThat(rungs).first().isEqualTo(Duration.ofSeconds(1));
        assertThat(rungs).last().isEqualTo(Duration.ofMinutes(15));
        assertThat(rungs.stream().mapToLong(Duration::toMillis).limit(12))
                .containsExactly(
                        1_000L, 1_100L, 1_210L, 1_331L, 1_464L, 1_610L, 1_771L, 1_948L, 2_142L, 2_356L, 2_591L, 2_850L);
        assertThat(rungs).allSatisfy(rung -> assertThat(rung).isEqualTo(Duration.ofMillis(rung.toMillis())));
    }
}
