package dev.millrace.api.problem;

/** How a client's own words are repeated, to it or in a log: short, on one line, without control characters. */
public final class Shown {
    private static final int BRIEF = 80;

    private Shown() {}

    /** {@code text}, cut to 80 characters, with unprintable ones replaced. */
    public static String briefly(String text) {
        return upTo(BRIEF, text == null ? "" : text);
    }

    /** {@code text}, cut to {@code longest} characters, with unprintable ones and lone surrogates replaced. */
    static String upTo(int longest, String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(point -> isUnprintable(point) ? '\uFFFD' : point)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
    }

    /** Separators of lines and paragraphs and marks of direction too: some consoles and viewers obey them. */
    private static boolean isUnprintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
