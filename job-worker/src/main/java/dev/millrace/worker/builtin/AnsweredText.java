package dev.millrace.worker.builtin;

import dev.millrace.worker.outgoing.OutgoingAnswer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer's body as text that can be kept. */
final class AnsweredText {
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    private static final int ESCAPED_CONTROL = "\\u0000".length();

    private AnsweredText() {}

    static String of(OutgoingAnswer.Answered answered) {
        return new String(answered.body(), charset(answered).orElse(StandardCharsets.UTF_8)).replace("\0", "");
    }

    /** The encoding that the answer's header names, if this machine knows it. */
    static Optional<Charset> charset(OutgoingAnswer.Answered answered) {
        Matcher named = CHARSET.matcher(answered.header("content-type").orElse(""));
        try {
            return named.find() ? Optional.of(Charset.forName(named.group(1))) : Optional.empty();
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /**
     * The beginning of a text that fits into a result, without half a character at its end.
     *
     * @param mostBytes how much room it may take there; see {@link #bytes(String)}
     */
    static String cut(String text, int longest, int mostBytes) {
        int end = 0;
        int bytes = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            int next = end + Character.charCount(character);
            bytes += bytes(character);
            if (next > longest || bytes > mostBytes) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    /** How much room a text takes in a result, which is JSON in UTF-8. */
    static int bytes(String text) {
        return text.codePoints().map(AnsweredText::bytes).sum();
    }

    private static int bytes(int character) {
        if (character < ' ') {
            return ESCAPED_CONTROL;
        }
        if (character == '"' || character == '\\') {
            return 2;
        }
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 4;
    }
}
