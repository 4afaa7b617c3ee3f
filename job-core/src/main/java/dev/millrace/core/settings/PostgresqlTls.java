package dev.millrace.core.settings;

import dev.millrace.core.tls.Authorities;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How connections to PostgreSQL are protected. The names are those of libpq, so that psql understands the same URL.
 *
 * @param mode what is encrypted and verified
 * @param authorities who must have signed the server's certificate; of no meaning unless the mode verifies
 */
public record PostgresqlTls(Mode mode, Authorities authorities) {
    private static final String MODE = "sslmode";
    private static final String AUTHORITIES = "sslrootcert";
    private static final String ALL_BEGIN_SO = "ssl";

    public PostgresqlTls {
        Objects.requireNonNull(mode);
        Objects.requireNonNull(authorities);
    }

    /** {@code sslmode}, without those of libpq's that give up encryption when the server has none. */
    public enum Mode {
        /** Nothing is encrypted. */
        DISABLE,
        /** All is encrypted, with whoever answers. */
        REQUIRE,
        /** All is encrypted, with a server whose certificate a trusted authority has signed, for whatever name. */
        VERIFY_CA,
        /** All is encrypted, with the very host that was asked for. */
        VERIFY_FULL;

        /** As URLs have it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static boolean isOfTls(String parameter) {
        return parameter.startsWith(ALL_BEGIN_SO);
    }

    /**
     * @param parameters those of the URL that begin with {@code ssl}, decoded
     * @throws IllegalArgumentException saying what cannot be meant
     */
    static PostgresqlTls of(Map<String, String> parameters) {
        parameters.keySet().stream()
                .filter(name -> !name.equals(MODE) && !name.equals(AUTHORITIES))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("millrace.pg.url: of the parameters for TLS, " + MODE + " and "
                            + AUTHORITIES + " are understood, and " + name + " is not");
                });
        Mode mode = modeOf(parameters.getOrDefault(MODE, Mode.DISABLE.text()));
        String file = parameters.get(AUTHORITIES);
        boolean verifies = mode == Mode.VERIFY_CA || mode == Mode.VERIFY_FULL;
        if (file != null && !verifies) {
            throw new IllegalArgumentException("millrace.pg.url names an " + AUTHORITIES + ", but with " + MODE + "="
                    + mode.text() + " nothing is verified: set " + MODE + "=verify-full");
        }
        if (file == null && mode == Mode.VERIFY_CA) {
            throw new IllegalArgumentException("millrace.pg.url: " + MODE + "=verify-ca without " + AUTHORITIES
                    + " would believe everybody who has a certificate for anything: name the file of your own authority,"
                    + " or set " + MODE + "=verify-full");
        }
        return new PostgresqlTls(mode, file == null ? Authorities.OF_THE_JVM : Authorities.in(file));
    }

    private static Mode modeOf(String text) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("millrace.pg.url: " + MODE + " is one of "
                        + Arrays.stream(Mode.values()).map(Mode::text).collect(Collectors.joining(", ")) + "; "
                        + "prefer and allow would give encryption up without a word"));
    }
}
