package dev.millrace.api.security.users;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of users. */
public final class Username {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,99}");

    private Username() {}

    /** The name as it is kept: case does not count. */
    public static String normal(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with the name of a new user, or empty. */
    public static Optional<String> flaw(String typed) {
        return FORM.matcher(normal(typed)).matches()
                ? Optional.empty()
                : Optional.of(
                        "must have 1 to 100 characters of a-z, 0-9 and . _ @ + -, and begin with a letter or digit");
    }
}
