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

    /** The beginning of a text, without half a character at its end. */
    static String cut(String text, int longest) {
        int end = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }
}
