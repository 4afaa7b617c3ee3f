package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void selectorsAreFoundWithTheLabelsTheyMatch() {
        assertThat(PromQl.parse(
                        "sum by (queue) (rate(jobs_total{queue=~\"$queue\", status!=\"5..\"}[$__rate_interval]))"
                                + " / on (queue) group_left () max(slots) unless absent(other{})"))
                .isEqualTo(new PromQl(
                        Map.of("jobs_total", Set.of("queue", "status"), "slots", Set.of(), "other", Set.of()),
                        Set.of("queue")));
    }

    @Test
    void wordsOfTheLanguageTextsAndDurationsAreNoSeries() {
        assertThat(PromQl.parse("a > bool 2e8 and b offset 5m or max_over_time(c{d=\"e{f}\"}[1d:5m]) == Inf")
                        .series())
                .containsOnlyKeys("a", "b", "c");
    }

    @Test
    void labelsThatFollowAnAggregationAreGroupings() {
        assertThat(PromQl.parse("sum(rate(a[5m])) by (x, y)"))
                .isEqualTo(new PromQl(Map.of("a", Set.of()), Set.of("x", "y")));
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        assertThatThrownBy(() -> PromQl.parse("sum(a) ; b")).isInstanceOf(IllegalArgumentException.class);
    }
}
