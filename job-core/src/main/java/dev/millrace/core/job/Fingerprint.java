package dev.millrace.core.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What tells errors of one kind from others: the same for jobs of one type that fail with the same type of error and with
 * messages that differ only in what is particular to each, such as numbers, ids, names in quotes, paths and addresses.
 *
 * <p>It is a name under which dead letters are gathered; errors of different kinds have different ones for all practical
 * purposes, but it is no secret and no signature.
 */
public final class Fingerprint {
    private static final int BYTES = 8;
    private static final int LONGEST_MESSAGE = 1_000;

    /** In this order: what is within quotes first, for it may hold anything; numbers last, for they are in everything. */
    private static final List<Particular> PARTICULARS = List.of(
            new Particular("\"[^\"\\r\\n]*\"|`[^`\\r\\n]*`|«[^»\\r\\n]*»|“[^”\\r\\n]*”", "<text>"),
            // A lone apostrophe, as in "can't", is no quote.
            new Particular("(?<![\\p{L}\\p{N}>])'[^'\\r\\n]*'(?![\\p{L}\\p{N}<])", "<text>"),
            new Particular("\\b[a-zA-Z][a-zA-Z0-9+.-]{0,20}://[^\\s<>,;)\\]}]+", "<url>"),
            new Particular(
                    "[\\p{L}\\p{N}._%+-]{1,64}@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){0,8}", "<email>"),
            new Particular(
                    "(?<![0-9a-fA-F])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9a-fA-F])",
                    "<uuid>"),
            new Particular("(?<![\\p{L}\\p{N}<>/.])(?:[A-Za-z]:\\\\|~?/)[^\\s<>:,;'\"()\\[\\]{}]+", "<path>"),
            new Particular("\\b0[xX][0-9a-fA-F]+\\b", "<hex>"),
            // A long word of hexadecimal digits, at least one of them a decimal digit; "deadbeef" might be a word.
            new Particular(
                    "(?<![\\p{L}\\p{N}])(?=[0-9a-fA-F]*[0-9])(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{8,}(?![\\p{L}\\p{N}])",
                    "<hex>"),
            new Particular("[-+]?\\p{Nd}+(?:[.,:]\\p{Nd}+)*", "<number>"),
            new Particular("[\\s\\p{Cntrl}]+", " "));

    private Fingerprint() {}

    /**
     * Sixteen hexadecimal digits: the first 8 bytes of the SHA-256 of the job type, the error's type and the normalised
     * message, in UTF-8, joined by line feeds.
     *
     * @param jobType empty when none is known
     */
    public static String of(String jobType, String errorType, String message) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((jobType + "\n" + errorType + "\n" + normalised(message)).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The message with a word such as {@code <number>} in place of everything that is particular to one job. */
    static String normalised(String message) {
        // What differs after so many characters is no other kind of error, and a pattern reads no more than this.
        String normalised = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
        for (Particular particular : PARTICULARS) {
            normalised = particular.pattern.matcher(normalised).replaceAll(particular.word);
        }
        return normalised.strip();
    }

    private record Particular(Pattern pattern, String word) {
        Particular(String expression, String word) {
            this(Pattern.compile(expression), word);
        }
    }
}
