package dev.millrace.core.cron;

import java.util.List;

/** A field of a cron expression: which numbers and names it takes. */
enum CronField {
    SECOND("second", 0, 59, List.of()),
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY_OF_MONTH("day of month", 1, 31, List.of()),
    MONTH("month", 1, 12, List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    /** Sunday is both 0 and 7. */
    DAY_OF_WEEK("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private final String words;
    private final int first;
    private final int last;
    private final List<String> names;

    CronField(String words, int first, int last, List<String> names) {
        this.words = words;
        this.first = first;
        this.last = last;
        this.names = names;
    }

    String words() {
        return words;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    /** The number of a name in upper case, or -1 when the field has no such name. */
    int ofName(String name) {
        int index = names.indexOf(name);
        return index < 0 ? -1 : index + first;
    }
}
