package dev.millrace.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledMetersTest {
    private final List<String> made = new ArrayList<>();
    private final LabelledMeters<String> meters = new LabelledMeters<>(3, (first, second) -> {
        made.add(first + " " + second);
        return made.getLast();
    });

    @Test
    void theMeterOfAPairIsMadeOnce() {
        String meter = meters.of("default", "noop");

        assertThat(meters.of("default", "noop")).isSameAs(meter);
        assertThat(made).containsExactly("default noop");
    }

    @Test
    void pairsBeyondTheBoundShareOneMeter() {
        meters.of("a", "noop");
        meters.of("a", "send_email");
        meters.of("b", "noop");

        assertThat(meters.of("c", "noop")).isEqualTo("other other");
        assertThat(meters.of("a", "scrape_website")).isEqualTo("other other");
        assertThat(made).hasSize(4);
    }

    @Test
    void pairsThatWereThereBeforeTheBoundWasReachedKeepTheirs() {
        meters.of("a", "noop");
        for (int i = 0; i < 10; i++) {
            meters.of("queue-" + i, "noop");
        }

        assertThat(meters.of("a", "noop")).isEqualTo("a noop");
    }
}
