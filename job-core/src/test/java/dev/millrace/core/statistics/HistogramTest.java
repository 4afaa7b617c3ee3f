package dev.millrace.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void anEmptyHistogramHasNoQuantiles() {
        assertThat(new Histogram(Map.of()).quantile(0.5)).isEmpty();
    }

    @Test
    void aQuantileIsTheUpperBoundOfItsBucket() {
        Histogram histogram = new Histogram(Map.of(0, 98L, 40, 1L, 44, 1L));

        assertThat(histogram.quantile(0.5)).hasValue(0.001);
        assertThat(histogram.quantile(0.99).orElseThrow()).isCloseTo(1.024, within(1e-9));
        assertThat(histogram.quantile(1).orElseThrow()).isCloseTo(2.048, within(1e-9));
    }

    @Property
    void aQuantileIsNeverTooShortAndAtMostAFifthTooLong(
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 2, max = 1_000_000) Integer> milliseconds) {
        Map<Integer, Long> counts = new HashMap<>();
        milliseconds.forEach(duration -> counts.merge(bucket(duration), 1L, Long::sum));
        double longest = milliseconds.stream().mapToInt(Integer::intValue).max().orElseThrow() / 1e3;

        assertThat(new Histogram(counts).quantile(1).orElseThrow()).isBetween(longest * 0.999, longest * 1.2);
    }

    /** As millrace.duration_bucket has it. */
    private static int bucket(int milliseconds) {
        return 1 + (int) Math.floor(4 * Math.log(milliseconds) / Math.log(2));
    }
}
