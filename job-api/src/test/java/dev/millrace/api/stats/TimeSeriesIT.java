package dev.millrace.api.stats;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.core.store.DepthSnapshot;
import dev.millrace.core.store.RollupDeltas;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TimeSeriesIT extends ApiCase {
    private static final String ROUTE = "/api/v1/stats/timeseries?metric=";

    @BeforeEach
    void beginWithoutAPast() {
        store.query(
                "truncate millrace.rollup_slot, millrace.rollup_delta, millrace.depth_slot, millrace.depth, millrace.job");
    }

    @Test
    void whatHappensIsShownInItsStepAndGapsAreZeros() {
        complete(submitId(""), "{}");
        complete(submitId(""), "{}");
        bury(submitId(""));
        fold();

        JsonNode chart = chart("completed&step=1m");

        assertThat(Answer.names(chart))
                .containsExactly("metric", "unit", "from", "to", "step", "step_seconds", "group_by", "times", "series");
        assertThat(chart.path("times").size()).isBetween(60, 62);
        assertThat(chart.path("series")).hasSize(1);
        JsonNode line = chart.path("series").get(0);
        assertThat(line.path("group").isNull()).isTrue();
        assertThat(line.path("other").asBoolean()).isFalse();
        assertThat(line.path("values")).hasSameSizeAs(chart.path("times"));
        assertThat(numbers(line).stream().filter(value -> value > 0).count()).isBetween(1L, 2L);
        assertThat(sum(line)).isEqualTo(2);
        assertThat(sum(chart("submitted").path("series").get(0))).isEqualTo(3);
        assertThat(sum(chart("failed&step=1d").path("series").get(0))).isEqualTo(1);
        assertThat(sum(chart("dead&step=1h").path("series").get(0))).isEqualTo(1);
        assertThat(sum(chart("retried&step=15m").path("series").get(0))).isZero();
    }

    @Test
    void ratiosAndPercentilesAreOnlyToldWhereSomethingEnded() {
        complete(submitId(""), "{}");
        bury(submitId(""));
        fold();

        List<JsonNode> ratios =
                values(chart("error_ratio&step=1d").path("series").get(0));
        List<JsonNode> waits = values(chart("wait_p99&step=1m").path("series").get(0));

        assertThat(ratios.getLast().asDouble()).isEqualTo(0.5);
        assertThat(waits.getFirst().isNull()).isTrue();
        assertThat(waits).anySatisfy(wait -> assertThat(wait.asDouble()).isPositive());
        assertThat(sum(chart("throughput&step=1m").path("series").get(0))).isPositive();
    }

    @Test
    void groupsAreToldApartTheMostFirstAndTheRestIsOne() {
        for (int type = 1; type <= 5; type++) {
            store.query(
                    "insert into millrace.rollup_delta select date_trunc('minute', now()), 'default', 'type-' || ?::text,"
                            + " 'completed', 4, 8, ?::bigint",
                    type,
                    type);
        }
        fold();

        JsonNode lines = chart("completed&group_by=job_type&groups=2").path("series");

        assertThat(lines).extracting(line -> line.path("group").asText()).containsExactly("type-5", "type-4", "null");
        assertThat(lines).extracting(line -> line.path("other").asBoolean()).containsExactly(false, false, true);
        assertThat(sum(lines.get(0))).isEqualTo(5);
        assertThat(sum(lines.get(2))).isEqualTo(1 + 2 + 3);
        assertThat(chart("completed&group_by=job_type&job_type=type-1,type-2").path("series"))
                .hasSize(2);
        assertThat(chart("completed&group_by=queue").path("series"))
                .extracting(line -> line.path("group").asText())
                .containsExactly("default");
        assertThat(chart("failed&group_by=outcome").path("series")).isEmpty();
        assertThat(chart("wait_p50&group_by=job_type").path("series")).hasSize(5);
        assertThat(sum(chart("completed&queue=mail").path("series").get(0))).isZero();
    }

    @Test
    void depthIsTheMostThatAnyLookSaw() {
        submitId(",\"queue\":\"mail\"");
        submitId(",\"queue\":\"mail\"");
        submitId("");
        await(new DepthSnapshot(store.database()).measure(Duration.ZERO));

        JsonNode all = chart("depth&step=1m");
        JsonNode byQueue = chart("depth&group_by=queue&step=1h");

        assertThat(numbers(all.path("series").get(0))).contains(3.0);
        assertThat(values(all.path("series").get(0)).getFirst().isNull()).isTrue();
        assertThat(byQueue.path("series").get(0).path("group").asText()).isEqualTo("mail");
        assertThat(numbers(byQueue.path("series").get(0))).contains(2.0);
        assertThat(chart("oldest_pending_age&group_by=priority").path("series"))
                .extracting(line -> line.path("group").asText())
                .containsExactlyInAnyOrder("high", "medium", "low");
    }

    @ParameterizedTest
    @CsvSource({
        "beauty, metric",
        "'', metric",
        "completed&step=7m, step",
        "completed&group_by=colour, group_by",
        "completed&group_by=priority, group_by",
        "depth&group_by=job_type, group_by",
        "depth&job_type=any, job_type",
        "completed&groups=0, groups",
        "completed&groups=21, groups",
        "completed&from=2999-01-01T00:00:00Z, from",
        "completed&from=yesterday, from",
        "completed&from=2020-01-01T00:00:00Z&step=1m, step",
        "completed&from=2020-01-01T00:00:00Z, step",
        "completed&colour=red, colour"
    })
    void whatIsWrongIsPointedAt(String query, String pointer) {
        Answer answer = get(ROUTE + query);
        answer.expectProblem(422, "invalid_request");
        assertThat(answer.pointers()).contains(pointer);
    }

    @Test
    void aChartHasABoundedNumberOfPoints() {
        String twoDays = "&from=" + Clock.systemUTC().instant().minus(Duration.ofHours(47));

        get(ROUTE + "completed&step=1m" + twoDays).expectProblem(422, "invalid_request");
        assertThat(chart("completed&step=2m" + twoDays).path("times").size()).isLessThanOrEqualTo(1_500);
        assertThat(chart("completed" + twoDays).path("step").asText()).isEqualTo("15m");
    }

    private JsonNode chart(String query) {
        return get(ROUTE + query).expect(200);
    }

    private void fold() {
        await(new RollupDeltas(store.database()).fold(1_000_000));
    }

    private static List<JsonNode> values(JsonNode line) {
        return StreamSupport.stream(line.path("values").spliterator(), false).toList();
    }

    private static List<Double> numbers(JsonNode line) {
        return values(line).stream()
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble)
                .toList();
    }

    private static double sum(JsonNode line) {
        return numbers(line).stream().mapToDouble(Double::doubleValue).sum();
    }
}
