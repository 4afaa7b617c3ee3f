package dev.millrace.api.security;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds secrets that were written by hand, or taken from an example, where random ones belong. */
final class GuessableSecret {
    /** 32 random hexadecimal digits have fewer than 9 different ones once in a hundred thousand times. */
    private static final int FEWEST_CHARACTERS_OF_A_KEY = 8;

    private static final int FEWEST_CHARACTERS_OF_A_PASSWORD = 5;

    /** None comes up in random text of some length but by a chance that nobody meets. */
    private static final List<String> OF_EXAMPLES = List.of(
            "changeme", "change-me", "change_me", "password", "passw0rd", "example", "millrace", "pepper", "qwerty");

    private GuessableSecret() {}

    /** What is wrong with a secret that a machine should have made, or empty; the secret is never told. */
    static Optional<String> flawOfKey(String secret) {
        return flaw(secret, FEWEST_CHARACTERS_OF_A_KEY);
    }

    /** What is wrong with a password, or empty; the password is never told. */
    static Optional<String> flawOfPassword(String password, String username) {
        if (!username.isEmpty() && lowerCase(password).contains(lowerCase(username))) {
            return Optional.of("contains the user's name");
        }
        return flaw(password, FEWEST_CHARACTERS_OF_A_PASSWORD);
    }

    private static Optional<String> flaw(String secret, int fewestCharacters) {
        String lowerCase = lowerCase(secret);
        Optional<String> known =
                OF_EXAMPLES.stream().filter(lowerCase::contains).findFirst();
        if (known.isPresent()) {
            return Optional.of("contains \"" + known.get() + "\", as examples do");
        }
        return secret.chars().distinct().count() < fewestCharacters
                ? Optional.of("consists of fewer than " + fewestCharacters + " different characters")
                : Optional.empty();
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
