package dev.millrace.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void theWaitDoublesWithEachFailureUpToItsBound() {
        RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(10));

        assertThat(policy.delayAfter(1, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.delayAfter(2, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(policy.delayAfter(3, 0)).isEqualTo(Duration.ofSeconds(8));
        assertThat(policy.delayAfter(4, 0)).isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.delayAfter(1_000, 0)).isEqualTo(Duration.ofSeconds(10));
    }

    @Property
    void theWaitLiesBetweenTheBackoffAndAFifthMore(
            @ForAll @LongRange(min = 1, max = 100_000) long baseMillis,
            @ForAll @LongRange(min = 0, max = 10_000_000) long more,
            @ForAll @IntRange(min = 1, max = 200) int failures,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double jitter) {
        RetryPolicy policy = new RetryPolicy(Duration.ofMillis(baseMillis), Duration.ofMillis(baseMillis + more));

        long wait = policy.delayAfter(failures, jitter).toMillis();

        double backoff = Math.min(baseMillis * Math.pow(2, failures - 1.0), baseMillis + more);
        assertThat(wait).isBetween((long) Math.floor(backoff), (long) Math.ceil(backoff * 1.2));
    }

    @Test
    void aPolicyThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new RetryPolicy(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
