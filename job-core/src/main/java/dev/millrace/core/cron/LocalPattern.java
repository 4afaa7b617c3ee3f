package dev.millrace.core.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * The local dates and times that an expression matches, as if no clock ever changed.
 *
 * <p>When both days are restricted, a date matches if either does, as Unix cron has it.
 */
record LocalPattern(
        AllowedValues seconds,
        AllowedValues minutes,
        AllowedValues hours,
        AllowedValues daysOfMonth,
        AllowedValues months,
        AllowedValues daysOfWeek) {
    /** The longest wait there is, for 29 February from 1896 or 2096 on, rounded up. */
    static final int LONGEST_WAIT_YEARS = 9;

    private static final int[] DAYS_OF_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int HOURS = 24;

    /** Whether any date matches at all; 30 February does not. */
    boolean isPossible() {
        if (!daysOfWeek.any()) {
            return true;
        }
        for (int month = months.from(1); month > 0; month = months.from(month + 1)) {
            if (daysOfMonth.least() <= DAYS_OF_MONTH[month - 1]) {
                return true;
            }
        }
        return false;
    }

    boolean allowsEveryHour() {
        return hours.count() == HOURS;
    }

    /**
     * The first match that is not before {@code from} and before {@code until}, or null when there is none within
     * {@value #LONGEST_WAIT_YEARS} years.
     *
     * @param from in whole seconds
     * @param until null when nothing but the longest wait bounds the search
     */
    LocalDateTime next(LocalDateTime from, LocalDateTime until) {
        LocalDate date = from.toLocalDate();
        LocalDate longest = date.plusYears(LONGEST_WAIT_YEARS);
        LocalDate last = until == null || until.toLocalDate().isAfter(longest) ? longest : until.toLocalDate();
        LocalTime earliest = from.toLocalTime();
        while (!date.isAfter(last)) {
            if (months.has(date.getMonthValue())) {
                LocalTime time = matches(date) ? next(earliest) : null;
                if (time != null) {
                    LocalDateTime found = date.atTime(time);
                    return until == null || found.isBefore(until) ? found : null;
                }
                date = date.plusDays(1);
            } else {
                date = date.withDayOfMonth(1).plusMonths(1);
            }
            earliest = LocalTime.MIDNIGHT;
        }
        return null;
    }

    private boolean matches(LocalDate date) {
        boolean dayOfMonth = daysOfMonth.has(date.getDayOfMonth());
        boolean dayOfWeek = daysOfWeek.has(date.getDayOfWeek().getValue() % 7);
        return daysOfMonth.any() || daysOfWeek.any() ? dayOfMonth && dayOfWeek : dayOfMonth || dayOfWeek;
    }

    private LocalTime next(LocalTime earliest) {
        for (int hour = hours.from(earliest.getHour()); hour >= 0; hour = hours.from(hour + 1)) {
            boolean sameHour = hour == earliest.getHour();
            int minute = minutes.from(sameHour ? earliest.getMinute() : 0);
            for (; minute >= 0; minute = minutes.from(minute + 1)) {
                boolean sameMinute = sameHour && minute == earliest.getMinute();
                int second = seconds.from(sameMinute ? earliest.getSecond() : 0);
                if (second >= 0) {
                    return LocalTime.of(hour, minute, second);
                }
            }
        }
        return null;
    }
}
