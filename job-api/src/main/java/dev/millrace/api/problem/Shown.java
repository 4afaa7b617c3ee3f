package dev.millrace.api.problem;

/** How a client's own words are repeated to it: short, and without control characters. */
public final class Shown {
    private static final int BRIEF = 80;

    private Shown() {}

    /** {@code text}, cut to 80 characters, with unprintable ones replaced. */
    public static String briefly(String text) {
        return upTo(BRIEF, text);
    }

    /** {@code text}, cut to {@code longest} characters, with unprintable ones and lone surrogates replaced. */
    static String upTo(int longest, String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(point -> Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE
                        ? '\uFFFD'
                        : point)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
    }
}
