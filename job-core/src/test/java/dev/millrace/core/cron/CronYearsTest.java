package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Years of firings against a walk through real time. */
class CronYearsTest {
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;

    /** These fire up to some times an hour, and are followed for years. */
    private static final List<String> SPARSE = List.of(
            "30 2 * * *",
            "30 1 * * *",
            "15 2 * * *",
            "0 0 * * *",
            "30 0 * * *",
            "0 2,3 * * *",
            "30 1,2,3 * * *",
            "0 */2 * * *",
            "20 1-23/3 * * *",
            "*/30 0-5 * * *",
            "*/20 22-23 * * *",
            "0 * * * *",
            "45 */1 * * *",
            "10,40 0-23 * * *",
            "0 12 * * MON-FRI",
            "0 9 * * 1,3,5",
            "0 0 * * SUN",
            "0 1 * * 7",
            "0 3 * * 5-7",
            "0 0 * * */2",
            "0 0 1 * *",
            "0 2 8-14 3 *",
            "0 10 30 12 *",
            "59 23 31 DEC *",
            "0 0 29 2 *",
            "15 10 13 * FRI",
            "30 2 1-7 3,11 SUN",
            "0 4 */10 * ?",
            "0 5 ? * MON",
            "5/25 6 * JUN-AUG *",
            "0 0 1 1 *",
            "@yearly",
            "@monthly",
            "@weekly",
            "@daily",
            "@hourly",
            "0 30 2 * * *",
            "0 0 0 * * *");

    /** These fire every few minutes or seconds, and are followed around every change of clocks. */
    private static final List<String> DENSE = List.of(
            "* * * * *",
            "*/5 * * * *",
            "* 0-3 * * *",
            "*/7 1,2 * * *",
            "*/10 * * * * *",
            "15,45 */3 2 * * *",
            "59 59 0-2 * * *",
            "30 */5 1-4 * * SUN",
            "0 30 0,1,2,3 * * *",
            "7/20 10 23,0,1 * * *");

    @ParameterizedTest
    @CsvSource({
        "UTC, 2024-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
        "America/New_York, 2024-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "Europe/London, 2024-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "Africa/Cairo, 2010-01-01T00:00:00Z, 2015-01-01T00:00:00Z",
        "Africa/Cairo, 2024-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "Australia/Lord_Howe, 2024-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "Pacific/Apia, 2010-01-01T00:00:00Z, 2014-01-01T00:00:00Z"
    })
    void every_firing_of_years_is_one_that_a_walk_through_real_time_finds(ZoneId zone, Instant from, Instant until) {
        compare(SPARSE, zone, from, until, MINUTE);

        List<Instant> changes = changes(zone, from, until);
        for (Instant change : changes) {
            // A day on, because a day is the most that any of these clocks ever skipped.
            compare(DENSE, zone, change.minusSeconds(3 * HOUR), change.plusSeconds(26 * HOUR), 1);
        }
        assertThat(changes.size()).isGreaterThanOrEqualTo(zone.getId().equals("UTC") ? 0 : 5);
    }

    @Test
    void the_walk_itself_meets_what_the_calendar_is_known_for() {
        ZoneId apia = ZoneId.of("Pacific/Apia");
        assertThat(walk("0 10 30 12 *", apia, "2011-12-01T00:00:00Z", "2012-01-02T00:00:00Z"))
                .containsExactly(Instant.parse("2011-12-30T20:00:00Z").getEpochSecond());
        assertThat(walk("0 0 * * *", ZoneId.of("Africa/Cairo"), "2026-04-23T12:00:00Z", "2026-04-24T12:00:00Z"))
                .containsExactly(Instant.parse("2026-04-23T22:00:00Z").getEpochSecond());
        assertThat(walk("15 2 * * *", ZoneId.of("Australia/Lord_Howe"), "2026-10-03T12:00:00Z", "2026-10-04T12:00:00Z"))
                .containsExactly(Instant.parse("2026-10-03T15:45:00Z").getEpochSecond());
        assertThat(walk("30 1 * * *", ZoneId.of("America/New_York"), "2026-11-01T00:00:00Z", "2026-11-01T12:00:00Z"))
                .containsExactly(Instant.parse("2026-11-01T05:30:00Z").getEpochSecond());
    }

    private static void compare(List<String> expressions, ZoneId zone, Instant from, Instant until, int step) {
        List<long[]> expected = new CronWalk(expressions).firings(zone, from, until, step);
        for (int i = 0; i < expressions.size(); i++) {
            assertThat(firings(expressions.get(i), zone, from, until))
                    .as("%s in %s from %s", expressions.get(i), zone, from)
                    .isEqualTo(expected.get(i));
        }
    }

    private static long[] walk(String expression, ZoneId zone, String from, String until) {
        return new CronWalk(List.of(expression))
                .firings(zone, Instant.parse(from), Instant.parse(until), MINUTE)
                .getFirst();
    }

    private static long[] firings(String text, ZoneId zone, Instant from, Instant until) {
        CronExpression expression = ((CronParsing.Valid) CronExpression.parse(text)).expression();
        LongStream.Builder firings = LongStream.builder();
        Optional<Instant> next = expression.nextAfter(from.minusSeconds(1), zone);
        while (next.isPresent() && !next.get().isAfter(until)) {
            firings.add(next.get().getEpochSecond());
            next = expression.nextAfter(next.get(), zone);
        }
        return firings.build().toArray();
    }

    private static List<Instant> changes(ZoneId zone, Instant from, Instant until) {
        return Stream.iterate(
                        zone.getRules().nextTransition(from),
                        change -> change != null && change.getInstant().isBefore(until),
                        change -> zone.getRules().nextTransition(change.getInstant()))
                .map(ZoneOffsetTransition::getInstant)
                .toList();
    }
}
