package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {
    private static final String NEW_YORK = "America/New_York";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *          | 2026-01-01T00:01:00Z",
                "*/15 * * * *       | 2026-01-01T00:15:00Z",
                "5/20 * * * *       | 2026-01-01T00:05:00Z",
                "0 12 * * *         | 2026-01-01T12:00:00Z",
                "0 0 * * MON        | 2026-01-05T00:00:00Z",
                "0 0 * * 0          | 2026-01-04T00:00:00Z",
                "0 0 * * 7          | 2026-01-04T00:00:00Z",
                "0 0 * * fri-sun    | 2026-01-02T00:00:00Z",
                "0 0 29 feb *       | 2028-02-29T00:00:00Z",
                "30 8 1-7 * ?       | 2026-01-01T08:30:00Z",
                "0 0 13 * FRI       | 2026-01-02T00:00:00Z",
                "*/10 * * * * *     | 2026-01-01T00:00:10Z",
                "15 30 8 * * *      | 2026-01-01T08:30:15Z",
                "59 59 23 31 12 *   | 2026-12-31T23:59:59Z",
                "@hourly            | 2026-01-01T01:00:00Z",
                "@Daily             | 2026-01-02T00:00:00Z",
                "@midnight          | 2026-01-02T00:00:00Z",
                "@weekly            | 2026-01-04T00:00:00Z",
                "@monthly           | 2026-02-01T00:00:00Z",
                "@yearly            | 2027-01-01T00:00:00Z",
            })
    void fires_next_when_its_fields_say(String text, String next) {
        assertThat(expression(text).nextAfter(Instant.parse("2026-01-01T00:00:00Z"), ZoneId.of("UTC")))
                .contains(Instant.parse(next));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "* * * *",
                "* * * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "*/60 * * * *",
                "1,,2 * * * *",
                "1- * * * *",
                "-1 * * * *",
                "1-2-3 * * * *",
                "1/2/3 * * * *",
                "99999999999999999999 * * * *",
                "* * L * *",
                "* * * JANUARY *",
                "* * * * MON#2",
                "0 0 30 2 *",
                "0 0 31 2,4,6,9,11 *",
                "@reboot",
                "@",
                "٣ * * * *",
            })
    void what_is_no_expression_is_refused_with_a_reason(String text) {
        assertThat(CronExpression.parse(text))
                .isInstanceOfSatisfying(CronParsing.Invalid.class, refused -> assertThat(refused.message())
                        .isNotBlank());
    }

    @Test
    void a_text_of_any_length_is_refused_at_once() {
        assertThat(CronExpression.parse("1,".repeat(1_000_000))).isInstanceOf(CronParsing.Invalid.class);
    }

    @Test
    void a_fixed_time_that_the_clocks_skip_fires_once_an_hour_later() {
        assertThat(firings("30 2 * * *", "2026-03-07T12:00:00Z", NEW_YORK, 3))
                .containsExactly("2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z", "2026-03-10T06:30:00Z");
    }

    @Test
    void a_skipped_time_and_the_one_it_is_moved_to_are_one_firing() {
        assertThat(firings("30 2,3 * * *", "2026-03-08T05:00:00Z", NEW_YORK, 3))
                .containsExactly("2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z", "2026-03-09T07:30:00Z");
    }

    @Test
    void a_fixed_time_that_comes_twice_fires_at_the_first() {
        assertThat(firings("30 1 * * *", "2026-10-31T12:00:00Z", NEW_YORK, 2))
                .containsExactly("2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z");
    }

    @Test
    void every_hour_means_every_real_hour() {
        assertThat(firings("0 * * * *", "2026-11-01T04:30:00Z", NEW_YORK, 4))
                .containsExactly(
                        "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z", "2026-11-01T07:00:00Z", "2026-11-01T08:00:00Z");
        assertThat(firings("0 * * * *", "2026-03-08T05:30:00Z", NEW_YORK, 3))
                .containsExactly("2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z", "2026-03-08T08:00:00Z");
    }

    @Test
    void midnight_in_cairo_is_one_o_clock_when_the_clocks_skip_it() {
        assertThat(firings("0 0 * * *", "2026-04-23T12:00:00Z", "Africa/Cairo", 2))
                .containsExactly("2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z");
    }

    @Test
    void half_an_hour_is_skipped_on_lord_howe() {
        assertThat(firings("15 2 * * *", "2026-10-03T00:00:00Z", "Australia/Lord_Howe", 2))
                .containsExactly("2026-10-03T15:45:00Z", "2026-10-04T15:15:00Z");
    }

    @Test
    void the_day_that_never_was_in_apia_is_one_firing_with_the_next() {
        assertThat(firings("0 10 * * *", "2011-12-29T00:00:00Z", "Pacific/Apia", 3))
                .containsExactly("2011-12-29T20:00:00Z", "2011-12-30T20:00:00Z", "2011-12-31T20:00:00Z");
        assertThat(firings("0 10 30 12 *", "2011-06-01T00:00:00Z", "Pacific/Apia", 1))
                .containsExactly("2011-12-30T20:00:00Z");
    }

    @Test
    void the_end_of_time_is_no_trouble() {
        assertThat(expression("* * * * *").nextAfter(Instant.MAX, ZoneId.of(NEW_YORK)))
                .isEmpty();
        assertThat(expression("* * * * *").nextAfter(Instant.MIN, ZoneId.of(NEW_YORK)))
                .isPresent();
    }

    @Test
    void an_expression_is_shown_as_it_was_written() {
        assertThat(expression(" 0  12 * *\tMON-FRI ")).hasToString("0 12 * * MON-FRI");
        assertThat(expression("@Daily")).hasToString("@Daily");
    }

    @Test
    void the_same_in_english() {
        assertThat(expression("*/5 * * * *").describe()).isEqualTo("every 5 minutes");
        assertThat(expression("0 */5 * * * *").describe()).isEqualTo("every 5 minutes");
        assertThat(expression("@daily").describe()).isEqualTo("at 00:00");
        assertThat(expression("*/10 * * * * *").describe()).isEqualTo("every 10 seconds");
        assertThat(expression("30 8 * * MON-FRI").describe()).contains("08:30", "Monday", "Friday");
    }

    private static List<String> firings(String text, String after, String zone, int count) {
        List<String> firings = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            last = expression(text).nextAfter(last, ZoneId.of(zone)).orElseThrow();
            firings.add(last.toString());
        }
        return firings;
    }

    private static CronExpression expression(String text) {
        return ((CronParsing.Valid) CronExpression.parse(text)).expression();
    }
}
