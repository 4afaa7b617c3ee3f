package dev.millrace.core.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The expected firings of expressions, found by walking through real time, one minute or second after the other, and looking at
 * the clock on the wall. Shares nothing with what it judges: it reads expressions by trying every value of every field, and all
 * that it knows of a zone is what its clock shows at an instant. A change of clocks is what it notices on the way.
 *
 * <p>A fixed time fires when the clock shows it, but not when the clock shows it again after it was set back, and when as much
 * time has passed after the clock was set forward as the clock would have needed to come to a time that it skipped. An expression
 * that allows every hour fires whenever the clock shows a time that it allows.
 */
final class CronWalk {
    private static final int DAY = 86_400;
    private static final Map<String, String> NAMED = Map.of(
            "@yearly", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@hourly", "0 * * * *");
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final List<Reading> readings;
    private final int[] all;
    private final int[][] ofMinute;

    CronWalk(List<String> expressions) {
        readings = expressions.stream().map(Reading::of).toList();
        all = IntStream.range(0, readings.size()).toArray();
        ofMinute = IntStream.range(0, 60)
                .mapToObj(minute -> IntStream.of(all)
                        .filter(i -> readings.get(i).minutes[minute])
                        .toArray())
                .toArray(int[][]::new);
    }

    /**
     * For each expression, in their order, the seconds since 1970 at which it fires.
     *
     * @param from where the walk begins, at which no change of clocks may be under way
     * @param step in seconds
     */
    List<long[]> firings(ZoneId zone, Instant from, Instant until, int step) {
        ZoneRules rules = zone.getRules();
        List<LongStream.Builder> fired =
                readings.stream().map(reading -> LongStream.builder()).toList();
        int offset = rules.getOffset(from).getTotalSeconds();
        long changedAt = 0;
        int change = 0;
        for (long at = from.getEpochSecond(); at <= until.getEpochSecond(); at += step) {
            int present = rules.getOffset(Instant.ofEpochSecond(at)).getTotalSeconds();
            if (present != offset) {
                change = present - offset;
                changedAt = at;
                offset = present;
            }
            long shown = at + offset;
            boolean shownAgain = change < 0 && at - changedAt < -change;
            boolean stillSkipping = change > 0 && at - changedAt < change;
            // Nearly all minutes are of no concern to an expression, which saves looking at its other fields.
            for (int i : stillSkipping ? all : ofMinute[(int) Math.floorMod(shown / 60, 60L)]) {
                Reading reading = readings.get(i);
                boolean fires = reading.everyHour
                        ? reading.allows(shown)
                        : !shownAgain && reading.allows(shown) || stillSkipping && reading.allows(shown - change);
                if (fires) {
                    fired.get(i).add(at);
                }
            }
        }
        return fired.stream().map(each -> each.build().toArray()).toList();
    }

    /** An expression, as the values that each of its fields allows. */
    private static final class Reading {
        private final boolean[] seconds;
        private final boolean[] minutes;
        private final boolean[] hours;
        private final boolean[] daysOfMonth;
        private final boolean[] months;
        private final boolean[] weekdays;
        private final boolean anyDayOfMonth;
        private final boolean anyWeekday;
        private final boolean everyHour;
        private long lookedAtDay = Long.MIN_VALUE;
        private boolean dayAllowed;

        private Reading(String[] fields) {
            seconds = allowed(fields[0], 0, 59, List.of());
            minutes = allowed(fields[1], 0, 59, List.of());
            hours = allowed(fields[2], 0, 23, List.of());
            daysOfMonth = allowed(fields[3], 1, 31, List.of());
            months = allowed(fields[4], 1, 12, MONTHS);
            boolean[] week = allowed(fields[5], 0, fields[5].startsWith("*/") ? 6 : 7, WEEKDAYS);
            week[0] |= week.length > 7 && week[7];
            weekdays = week;
            anyDayOfMonth = isAny(fields[3]);
            anyWeekday = isAny(fields[5]);
            everyHour = IntStream.rangeClosed(0, 23).allMatch(hour -> hours[hour]);
        }

        static Reading of(String expression) {
            String fields = NAMED.getOrDefault(expression, expression);
            return new Reading((fields.split(" ").length == 5 ? "0 " + fields : fields).split(" "));
        }

        boolean allows(long shown) {
            int second = (int) Math.floorMod(shown, (long) DAY);
            return minutes[second / 60 % 60]
                    && hours[second / 3_600]
                    && seconds[second % 60]
                    && allowsDay(Math.floorDiv(shown, (long) DAY));
        }

        private boolean allowsDay(long day) {
            if (day != lookedAtDay) {
                LocalDate date = LocalDate.ofEpochDay(day);
                boolean ofMonth = daysOfMonth[date.getDayOfMonth()];
                boolean ofWeek = weekdays[date.getDayOfWeek().getValue() % 7];
                boolean either = !anyDayOfMonth && !anyWeekday;
                dayAllowed = months[date.getMonthValue()] && (either ? ofMonth || ofWeek : ofMonth && ofWeek);
                lookedAtDay = day;
            }
            return dayAllowed;
        }

        private static boolean[] allowed(String field, int first, int last, List<String> names) {
            String numbers = field;
            for (int i = 0; i < names.size(); i++) {
                numbers = numbers.replace(names.get(i), String.valueOf(first + i));
            }
            List<String> items = List.of(numbers.split(","));
            boolean[] allowed = new boolean[last + 1];
            for (int value = first; value <= last; value++) {
                int candidate = value;
                allowed[value] = items.stream().anyMatch(item -> isMeant(item, candidate, first, last));
            }
            return allowed;
        }

        private static boolean isMeant(String item, int value, int first, int last) {
            List<String> parts = List.of(item.split("/"));
            int step = parts.size() == 2 ? Integer.parseInt(parts.get(1)) : 1;
            if (isAny(parts.getFirst())) {
                return (value - first) % step == 0;
            }
            List<Integer> ends = List.of(parts.getFirst().split("-")).stream()
                    .map(Integer::valueOf)
                    .collect(Collectors.toList());
            if (ends.size() == 1) {
                ends.add(parts.size() == 2 ? last : ends.getFirst());
            }
            return value >= ends.get(0) && value <= ends.get(1) && (value - ends.get(0)) % step == 0;
        }

        private static boolean isAny(String field) {
            return field.equals("*") || field.equals("?");
        }
    }
}
