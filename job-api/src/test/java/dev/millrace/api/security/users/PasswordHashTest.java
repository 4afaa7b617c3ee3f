package dev.millrace.api.security.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    private static final byte[] SALT = "sixteen  letters".getBytes(StandardCharsets.UTF_8);

    @Test
    void aPasswordMatchesItsHashAndNoOtherDoes() {
        String hash = PasswordHash.of("correct horse battery", SALT);

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
        assertThat(PasswordHash.matches("correct horse battery", hash)).isTrue();
        assertThat(PasswordHash.matches("correct horse batterz", hash)).isFalse();
    }

    /** Made by the reference implementation: argon2 "somesalt" -id -t 2 -m 16 -p 1 -l 32, password "password". */
    @Test
    void hashesOfOthersAreUnderstood() {
        String hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(PasswordHash.matches("password", hash)).isTrue();
        assertThat(PasswordHash.matches("passwork", hash)).isFalse();
    }

    @Test
    void theSameLettersTypedOtherwiseAreTheSamePassword() {
        String hash = PasswordHash.of("caf\u00e9 au lait, un", SALT);

        assertThat(PasswordHash.matches("cafe\u0301 au lait, un", hash)).isTrue();
    }

    @Test
    void nothingMatchesTheHashOfNobody() {
        assertThat(PasswordHash.matches("", PasswordHash.OF_NOBODY)).isFalse();
    }

    @Test
    void whatIsNoHashIsABug() {
        assertThatThrownBy(() -> PasswordHash.matches("x", "plain")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passwordsHaveTwelveToTwoHundredCharacters() {
        assertThat(Passwords.flaw("a".repeat(11))).isPresent();
        assertThat(Passwords.flaw("a".repeat(12))).isEmpty();
        assertThat(Passwords.flaw("\uD83D\uDE00".repeat(200))).isEmpty();
        assertThat(Passwords.flaw("a".repeat(201))).isPresent();
    }
}
