package dev.millrace.core.cron;

import java.util.Locale;

/**
 * Reads one field: a list of {@code *}, {@code ?}, a value, or a range, each with {@code /step} if wanted. A value with a
 * step means from there to the end.
 */
final class FieldParser {
    private static final int LONGEST_NUMBER = 4;

    private final CronField field;

    private FieldParser(CronField field) {
        this.field = field;
    }

    /** @throws CronMistake saying what is wrong */
    static AllowedValues parse(CronField field, String text) throws CronMistake {
        return new FieldParser(field).list(text);
    }

    private AllowedValues list(String text) throws CronMistake {
        long bits = 0;
        for (String item : text.split(",", -1)) {
            bits |= item(item);
        }
        if (field == CronField.DAY_OF_WEEK && (bits & 1 << field.last()) != 0) {
            bits = bits & ~(1L << field.last()) | 1;
        }
        return new AllowedValues(bits, isAny(text));
    }

    private long item(String item) throws CronMistake {
        String[] rangeAndStep = item.split("/", -1);
        if (rangeAndStep.length > 2) {
            throw mistake("'" + item + "' has more than one step");
        }
        String range = rangeAndStep[0];
        boolean stepped = rangeAndStep.length == 2;
        int step = stepped ? step(rangeAndStep[1]) : 1;
        int first;
        int last;
        if (isAny(range)) {
            first = field.first();
            // Day 7 is day 0 again; a step across the whole week must not count it twice.
            last = field == CronField.DAY_OF_WEEK ? field.last() - 1 : field.last();
        } else {
            String[] ends = range.split("-", -1);
            if (ends.length > 2) {
                throw mistake("'" + range + "' is no range");
            }
            first = value(ends[0]);
            last = ends.length == 2 ? lastOfRange(first, ends[1]) : stepped ? field.last() : first;
            if (last < first) {
                throw mistake("the range '" + range + "' ends before it begins");
            }
        }
        return bits(first, last, step);
    }

    private int lastOfRange(int first, String text) throws CronMistake {
        int last = value(text);
        boolean untilSunday = field == CronField.DAY_OF_WEEK && last == 0 && first > 0;
        return untilSunday ? field.last() : last;
    }

    private static long bits(int first, int last, int step) {
        long bits = 0;
        for (int value = first; value <= last; value += step) {
            bits |= 1L << value;
        }
        return bits;
    }

    private int step(String text) throws CronMistake {
        int step = number(text);
        if (step < 1 || step > field.last()) {
            throw mistake("a step is 1 to " + field.last() + ", not '" + text + "'");
        }
        return step;
    }

    private int value(String text) throws CronMistake {
        int named = field.ofName(text.toUpperCase(Locale.ROOT));
        int value = named >= 0 ? named : number(text);
        if (value < field.first() || value > field.last()) {
            throw mistake("a value is " + field.first() + " to " + field.last() + ", not '" + text + "'");
        }
        return value;
    }

    private int number(String text) throws CronMistake {
        boolean digits = !text.isEmpty()
                && text.length() <= LONGEST_NUMBER
                && text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
        if (!digits) {
            throw mistake("'" + text + "' is no value");
        }
        return Integer.parseInt(text);
    }

    private CronMistake mistake(String message) {
        return new CronMistake(field.words() + ": " + message);
    }

    private static boolean isAny(String text) {
        return text.equals("*") || text.equals("?");
    }
}
