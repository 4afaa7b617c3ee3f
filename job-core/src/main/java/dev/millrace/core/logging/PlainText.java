package dev.millrace.core.logging;

import java.util.Locale;

/** Text without characters that a console or a viewer of logs obeys rather than shows. */
final class PlainText {
    private PlainText() {}

    static boolean isPlain(String text) {
        return text.codePoints().noneMatch(PlainText::isObeyed);
    }

    static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (!isObeyed(point)) {
                plain.appendCodePoint(point);
            } else if (point == '\n') {
                plain.append("\\n");
            } else if (point == '\r') {
                plain.append("\\r");
            } else {
                plain.append(String.format(Locale.ROOT, "\\u%04x", point));
            }
        });
        return plain.toString();
    }

    private static boolean isObeyed(int point) {
        if (point == '\t') {
            return false;
        }
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
