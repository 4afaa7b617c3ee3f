package dev.millrace.api.security;

import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Makes texts that nobody can guess. */
@Singleton
public class RandomText {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String MIXED = LOWER + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    /** Of 62 characters: 256 bits. */
    private static final int SECRET_LENGTH = 43;

    private final SecureRandom random;

    public RandomText(SecureRandom random) {
        this.random = random;
    }

    /** A secret of 256 bits, 43 letters and digits. */
    public String secret() {
        return text(MIXED, SECRET_LENGTH);
    }

    /** A name of lower-case letters and digits. */
    public String name(int length) {
        return text(LOWER, length);
    }

    /** Random bytes. */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text(String alphabet, int length) {
        return random.ints(length, 0, alphabet.length())
                .mapToObj(alphabet::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }
}
