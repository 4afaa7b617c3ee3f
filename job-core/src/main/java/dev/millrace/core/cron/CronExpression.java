package dev.millrace.core.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** When something fires again and again. The package says what is understood, and what happens where clocks change. */
public final class CronExpression {
    /** The longest text that is read. */
    public static final int MAX_LENGTH = 256;

    private static final Map<String, String> NAMED = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    private static final List<CronField> SIX = List.of(CronField.values());
    private static final List<CronField> FIVE = SIX.subList(1, SIX.size());
    private static final AllowedValues ON_THE_MINUTE = new AllowedValues(1, false);

    // Far enough within what java.time can count that no step below leaves it.
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9980-01-01T00:00:00Z");

    private final String written;
    private final String fields;
    private final LocalPattern pattern;

    private CronExpression(String written, String fields, LocalPattern pattern) {
        this.written = written;
        this.fields = fields;
        this.pattern = pattern;
    }

    /** Reads a text, which may be anything. */
    public static CronParsing parse(String text) {
        try {
            return new CronParsing.Valid(read(text));
        } catch (CronMistake mistake) {
            return new CronParsing.Invalid(mistake.getMessage());
        }
    }

    /** The first time it fires after {@code after}; empty only within a few years of the year 9999. */
    public Optional<Instant> nextAfter(Instant after, ZoneId zone) {
        if (after.isAfter(LATEST)) {
            return Optional.empty();
        }
        ZoneRules rules = zone.getRules();
        Instant from = (after.isBefore(EARLIEST) ? EARLIEST : after)
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(1);
        Instant horizon = from.plus(366L * LocalPattern.LONGEST_WAIT_YEARS, ChronoUnit.DAYS);
        ZoneOffsetTransition begin = rules.previousTransition(from.plusNanos(1));
        while (from.isBefore(horizon)) {
            ZoneOffsetTransition end = rules.nextTransition(from);
            Optional<Instant> found = firstBetweenChanges(from, rules.getOffset(from), begin, end);
            if (found.isPresent() || end == null) {
                return found;
            }
            from = end.getInstant();
            begin = end;
        }
        return Optional.empty();
    }

    /** The last time it fires after {@code after} and not after {@code until}; empty when it does not fire in between. */
    public Optional<Instant> lastBetween(Instant after, Instant until, ZoneId zone) {
        long fires = after.getEpochSecond();
        long firesNoMore = until.getEpochSecond() + 1;
        if (!firesBetween(after, until, zone)) {
            return Optional.empty();
        }
        while (firesNoMore - fires > 1) {
            long middle = fires + (firesNoMore - fires) / 2;
            if (firesBetween(Instant.ofEpochSecond(middle), until, zone)) {
                fires = middle;
            } else {
                firesNoMore = middle;
            }
        }
        return Optional.of(Instant.ofEpochSecond(firesNoMore));
    }

    /** The same in English. */
    public String describe() {
        return CronWords.describe(fields);
    }

    /** The expression as it was written, but for superfluous spaces. */
    @Override
    public String toString() {
        return written;
    }

    private boolean firesBetween(Instant after, Instant until, ZoneId zone) {
        return nextAfter(after, zone).filter(next -> !next.isAfter(until)).isPresent();
    }

    /**
     * The first firing from {@code from} on and before {@code end}, where the clock runs evenly.
     *
     * @param begin the change since which it does, or null
     * @param end the change until which it does, or null
     */
    private Optional<Instant> firstBetweenChanges(
            Instant from, ZoneOffset offset, ZoneOffsetTransition begin, ZoneOffsetTransition end) {
        boolean inRealTime = pattern.allowsEveryHour();
        LocalDateTime localFrom = local(from, offset);
        if (!inRealTime && begin != null && begin.isOverlap()) {
            // These times have been shown before the change, and have fired then.
            localFrom = later(localFrom, begin.getDateTimeBefore());
        }
        LocalDateTime shown = pattern.next(localFrom, end == null ? null : end.getDateTimeBefore());
        Optional<Instant> found = Optional.ofNullable(shown).map(time -> time.toInstant(offset));
        if (inRealTime || begin == null || !begin.isGap()) {
            return found;
        }
        LocalDateTime skippedFrom = later(local(from, begin.getOffsetBefore()), begin.getDateTimeBefore());
        LocalDateTime skipped = pattern.next(skippedFrom, begin.getDateTimeAfter());
        if (skipped == null) {
            return found;
        }
        Instant moved = skipped.toInstant(begin.getOffsetBefore());
        return found.filter(time -> time.isBefore(moved)).or(() -> Optional.of(moved));
    }

    private static LocalDateTime local(Instant instant, ZoneOffset offset) {
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, offset);
    }

    private static LocalDateTime later(LocalDateTime one, LocalDateTime other) {
        return one.isAfter(other) ? one : other;
    }

    private static CronExpression read(String text) throws CronMistake {
        if (text.length() > MAX_LENGTH) {
            throw new CronMistake("a cron expression has at most " + MAX_LENGTH + " characters");
        }
        String written = String.join(" ", text.strip().split("\\s+"));
        String[] parts = expand(written).split(" ");
        List<CronField> known = parts.length == SIX.size() ? SIX : FIVE;
        if (parts.length != known.size()) {
            throw new CronMistake("a cron expression has five fields (minute, hour, day of month, month, day of week),"
                    + " or six with seconds first, or is a name such as @daily");
        }
        AllowedValues[] values = new AllowedValues[SIX.size()];
        values[0] = ON_THE_MINUTE;
        for (int i = 0; i < parts.length; i++) {
            values[SIX.size() - parts.length + i] = FieldParser.parse(known.get(i), parts[i]);
        }
        LocalPattern pattern = new LocalPattern(values[0], values[1], values[2], values[3], values[4], values[5]);
        if (!pattern.isPossible()) {
            throw new CronMistake("no month that it names has such a day, so it would never fire");
        }
        return new CronExpression(written, String.join(" ", parts), pattern);
    }

    private static String expand(String text) throws CronMistake {
        if (!text.startsWith("@")) {
            return text;
        }
        String fields = NAMED.get(text.toLowerCase(Locale.ROOT));
        if (fields == null) {
            throw new CronMistake("the names are @yearly, @annually, @monthly, @weekly, @daily, @midnight and @hourly");
        }
        return fields;
    }
}
