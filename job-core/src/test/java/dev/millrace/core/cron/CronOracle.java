package dev.millrace.core.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The expected firings, found by looking at every single minute. Shares nothing with what it judges: not the reading of
 * expressions, which it is given as sets, nor the reasoning about changes of clocks, which it leaves to java.time.
 */
record CronOracle(
        Set<Integer> minutes,
        Set<Integer> hours,
        Set<Integer> daysOfMonth,
        Set<Integer> months,
        Set<Integer> daysOfWeek,
        boolean anyDayOfMonth,
        boolean anyDayOfWeek) {
    private static final int WIDEST_CHANGE_DAYS = 2;

    /** All firings after {@code after} and not after {@code until}. */
    List<Instant> firings(Instant after, Instant until, ZoneId zone) {
        Set<Instant> firings = hours.size() == 24 ? inRealTime(after, until, zone) : atFixedTimes(after, until, zone);
        return firings.stream()
                .filter(at -> at.isAfter(after) && !at.isAfter(until))
                .toList();
    }

    private Set<Instant> inRealTime(Instant after, Instant until, ZoneId zone) {
        TreeSet<Instant> firings = new TreeSet<>();
        // Offsets of old are no whole minutes, so that a whole minute of the clock may be at any second.
        for (Instant at = after.truncatedTo(ChronoUnit.MINUTES); !at.isAfter(until); at = at.plusSeconds(1)) {
            LocalDateTime shown = LocalDateTime.ofInstant(at, zone);
            if (shown.getSecond() == 0 && matches(shown)) {
                firings.add(at);
            } else if (shown.getSecond() == 1) {
                at = at.plusSeconds(50);
            }
        }
        return firings;
    }

    private Set<Instant> atFixedTimes(Instant after, Instant until, ZoneId zone) {
        TreeSet<Instant> firings = new TreeSet<>();
        LocalDate last = LocalDate.ofInstant(until, zone).plusDays(WIDEST_CHANGE_DAYS);
        for (LocalDateTime time = LocalDate.ofInstant(after, zone)
                        .minusDays(WIDEST_CHANGE_DAYS)
                        .atStartOfDay();
                time.toLocalDate().isBefore(last);
                time = time.plusMinutes(1)) {
            if (matches(time)) {
                firings.add(ZonedDateTime.ofLocal(time, zone, null).toInstant());
            }
        }
        return firings;
    }

    private boolean matches(LocalDateTime time) {
        if (!minutes.contains(time.getMinute())
                || !hours.contains(time.getHour())
                || !months.contains(time.getMonthValue())) {
            return false;
        }
        boolean dayOfMonth = anyDayOfMonth || daysOfMonth.contains(time.getDayOfMonth());
        int sundayIsZero = time.getDayOfWeek().getValue() % 7;
        boolean dayOfWeek = anyDayOfWeek || daysOfWeek.contains(sundayIsZero);
        if (!anyDayOfMonth && !anyDayOfWeek) {
            return dayOfMonth || dayOfWeek;
        }
        return dayOfMonth && dayOfWeek;
    }

    /** The same as a text of five fields, each a plain list. */
    String text() {
        return String.join(
                " ",
                list(minutes),
                list(hours),
                anyDayOfMonth ? "*" : list(daysOfMonth),
                list(months),
                anyDayOfWeek ? "*" : list(daysOfWeek));
    }

    private static String list(Set<Integer> values) {
        return values.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }
}
