package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class CronExpressionProperties {
    /** Usual changes, a gap at midnight, half an hour, a whole day that never was, none, and one at midnight both ways. */
    private static final List<String> ZONES = List.of(
            "America/New_York",
            "Europe/London",
            "Africa/Cairo",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "UTC",
            "Asia/Kathmandu",
            "America/Havana");

    @Property(tries = 400)
    void fires_exactly_when_the_oracle_says_around_changes_of_clocks(
            @ForAll("patterns") CronOracle oracle,
            @ForAll("zones") String zone,
            @ForAll @LongRange(min = 0, max = 400) long change,
            @ForAll @LongRange(min = 0, max = 3 * 86_400) long secondsBefore) {
        ZoneId zoneId = ZoneId.of(zone);
        Instant after = changeOfClocks(zoneId, change).minusSeconds(secondsBefore);
        Instant until = after.plus(Duration.ofDays(4));

        assertThat(firings(oracle, after, until, zoneId)).isEqualTo(oracle.firings(after, until, zoneId));
    }

    @Property(tries = 200)
    void the_last_firing_of_a_time_is_the_last_of_all(
            @ForAll("patterns") CronOracle oracle,
            @ForAll("zones") String zone,
            @ForAll @LongRange(min = 0, max = 400) long change,
            @ForAll @LongRange(min = 0, max = 3 * 86_400) long seconds) {
        ZoneId zoneId = ZoneId.of(zone);
        Instant after = changeOfClocks(zoneId, change).minusSeconds(seconds);
        Instant until = after.plusSeconds(2 * seconds);
        List<Instant> all = firings(oracle, after, until, zoneId);

        assertThat(expression(oracle.text()).lastBetween(after, until, zoneId))
                .isEqualTo(all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
    }

    @Property(tries = 2_000)
    void any_text_is_read_or_refused_with_a_message(@ForAll("texts") String text) {
        switch (CronExpression.parse(text)) {
            case CronParsing.Valid valid -> {
                Instant now = Instant.parse("2026-01-01T00:00:00Z");
                assertThat(valid.expression().nextAfter(now, ZoneId.of("Europe/London")))
                        .isPresent();
                assertThat(valid.expression().describe()).isNotBlank();
            }
            case CronParsing.Invalid invalid -> assertThat(invalid.message()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(ZONES);
    }

    @Provide
    Arbitrary<CronOracle> patterns() {
        Arbitrary<Set<Integer>> minutes = some(0, 59, 3);
        Arbitrary<Set<Integer>> hours = Arbitraries.oneOf(some(0, 4, 3), some(0, 23, 23), Arbitraries.just(all(0, 23)));
        Arbitrary<Set<Integer>> months = Arbitraries.oneOf(Arbitraries.just(all(1, 12)), some(1, 12, 11));
        return Combinators.combine(
                        minutes,
                        hours,
                        some(1, 28, 10),
                        months,
                        some(0, 6, 3),
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(true, true, false))
                .as(CronOracle::new);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> field = Arbitraries.strings()
                .withChars("0123456789*/,-?LW#@MON ".toCharArray())
                .ofMaxLength(5);
        return Arbitraries.oneOf(
                field.list().ofMinSize(4).ofMaxSize(7).map(fields -> String.join(" ", fields)),
                Arbitraries.strings().ofMaxLength(300),
                Arbitraries.of("*", "*/2", "1-5", "0", "30", "FEB", "fri-sun", "7", "2/3")
                        .list()
                        .ofMinSize(5)
                        .ofMaxSize(6)
                        .map(fields -> String.join(" ", fields)));
    }

    private static Arbitrary<Set<Integer>> some(int first, int last, int most) {
        return Arbitraries.integers()
                .between(first, last)
                .set()
                .ofMinSize(1)
                .ofMaxSize(Math.min(most, last - first + 1));
    }

    private static Set<Integer> all(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().collect(Collectors.toSet());
    }

    /** One of the changes since 1960 or to come; where there is none, a moment without. */
    private static Instant changeOfClocks(ZoneId zone, long which) {
        Instant since = Instant.parse("1960-01-01T00:00:00Z").plus(Duration.ofDays(which * 73));
        ZoneOffsetTransition change = zone.getRules().nextTransition(since);
        return change == null ? since : change.getInstant();
    }

    private static List<Instant> firings(CronOracle oracle, Instant after, Instant until, ZoneId zone) {
        CronExpression expression = expression(oracle.text());
        List<Instant> firings = new ArrayList<>();
        Optional<Instant> next = expression.nextAfter(after, zone);
        while (next.isPresent() && !next.get().isAfter(until)) {
            firings.add(next.get());
            next = expression.nextAfter(next.get(), zone);
        }
        return firings;
    }

    private static CronExpression expression(String text) {
        return ((CronParsing.Valid) CronExpression.parse(text)).expression();
    }
}
