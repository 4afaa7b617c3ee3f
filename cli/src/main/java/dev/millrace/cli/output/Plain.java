package dev.millrace.cli.output;

/**
 * Text of others made safe to show: what jobs say could hold sequences that steer a terminal, even one that types for the person
 * before it.
 */
public final class Plain {
    private static final char REPLACEMENT = '\uFFFD';

    private Plain() {}

    /** On one line. */
    public static String line(String text) {
        return replaced(text, false);
    }

    /** Lines and tabs stay. */
    public static String lines(String text) {
        return replaced(text, true);
    }

    private static String replaced(String text, boolean linesStay) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean space = point == '\n' || point == '\t';
            if (space) {
                plain.append(linesStay ? (char) point : ' ');
            } else if (point == '\r') {
                plain.append(' ');
            } else if (steers(point)) {
                plain.append(REPLACEMENT);
            } else {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString();
    }

    /** Control characters, and those that turn the direction of what follows. */
    private static boolean steers(int point) {
        return Character.isISOControl(point)
                || point >= 0x202A && point <= 0x202E
                || point >= 0x2066 && point <= 0x2069;
    }
}
