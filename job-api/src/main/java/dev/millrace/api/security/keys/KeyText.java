package dev.millrace.api.security.keys;

import dev.millrace.api.security.Pepper;
import dev.millrace.api.security.RandomText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its holder has it: {@code mr_<prefix>_<secret>}. Never printed.
 *
 * @param prefix public; finds the key
 * @param whole the key, the secret included
 */
public record KeyText(String prefix, String whole) {
    private static final String PURPOSE = "api-key";
    private static final int PREFIX_LENGTH = 12;
    private static final Pattern FORM = Pattern.compile("mr_([a-z0-9]{6,32})_[0-9A-Za-z]{43,128}");

    /** Reads a key; empty when the text has not the form of one. */
    public static Optional<KeyText> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new KeyText(matcher.group(1), text)) : Optional.empty();
    }

    /** A new key. */
    public static KeyText random(RandomText random) {
        String prefix = random.name(PREFIX_LENGTH);
        return new KeyText(prefix, "mr_" + prefix + "_" + random.secret());
    }

    /** What the database keeps of it. */
    public byte[] hash(Pepper pepper) {
        return pepper.hash(PURPOSE, whole);
    }

    @Override
    public String toString() {
        return "mr_" + prefix + "_(hidden)";
    }
}
