package dev.millrace.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "no end after 30 s | no end after <number> s",
                "took 1,234.5 ms at 12:30:01 | took <number> ms at <number>",
                "offset -17 is bad | offset <number> is bad",
                "no user 'ada' in \"users\" | no user <text> in <text>",
                "can't reach it | can't reach it",
                "can't find 'x' | can't find <text>",
                "GET https://example.org/a?b=c&d=1 failed | GET <url> failed",
                "mail to ada@example.org refused | mail to <email> refused",
                "job 0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01 is gone | job <uuid> is gone",
                "cannot open /var/lib/app/data.bin: denied | cannot open <path>: denied",
                "cannot open C:\\data\\x.bin now | cannot open <path> now",
                "fault at 0x7ffdeadbeef0 | fault at <hex>",
                "commit 3f2a9c1b7d not found | commit <hex> not found",
                "deadbeef is a word | deadbeef is a word",
                "and/or is no path | and/or is no path",
                "a   b\tc | a b c",
                "java.lang.NullPointerException | java.lang.NullPointerException"
            })
    void whatIsParticularIsReplaced(String message, String normalised) {
        assertThat(Fingerprint.normalised(message)).isEqualTo(normalised);
    }

    @Test
    void aFingerprintIsSixteenHexadecimalDigitsAndStaysTheSame() {
        assertThat(Fingerprint.of("send_email", "SmtpFailure", "mailbox 17 is full"))
                .isEqualTo("24cc6a0a30d4b755");
    }

    @Test
    void theJobTypeAndTheErrorTypeCount() {
        String fingerprint = Fingerprint.of("a", "B", "c");

        assertThat(Fingerprint.of("b", "B", "c")).isNotEqualTo(fingerprint);
        assertThat(Fingerprint.of("a", "C", "c")).isNotEqualTo(fingerprint);
        assertThat(Fingerprint.of("a", "B", "d")).isNotEqualTo(fingerprint);
    }

    @Test
    void anErrorOfAJobHasItsJobTypeInItsFingerprint() {
        JobError error = new JobError("Broken", "it broke", null).ofJobType("noop");

        assertThat(error.fingerprint()).isEqualTo(Fingerprint.of("noop", "Broken", "it broke"));
    }

    @Property
    void numbersDoNotTellErrorsApart(@ForAll int one, @ForAll int other) {
        assertThat(Fingerprint.of("a", "B", "after " + one + " s"))
                .isEqualTo(Fingerprint.of("a", "B", "after " + other + " s"));
    }

    @Property
    void whatIsInQuotesDoesNotTellErrorsApart(@ForAll("quotable") String one, @ForAll("quotable") String other) {
        assertThat(Fingerprint.of("a", "B", "no \"" + one + "\" here"))
                .isEqualTo(Fingerprint.of("a", "B", "no \"" + other + "\" here"));
    }

    @Property
    void idsDoNotTellErrorsApart(@ForAll long high, @ForAll long low) {
        assertThat(Fingerprint.normalised("job " + new UUID(high, low) + " is gone"))
                .isEqualTo("job <uuid> is gone");
    }

    @Property
    void pathsAndAddressesDoNotTellErrorsApart(
            @ForAll("word") String word, @ForAll @IntRange(min = 1, max = 9) int depth) {
        assertThat(Fingerprint.normalised("read " + ("/" + word).repeat(depth) + " twice"))
                .isEqualTo("read <path> twice");
        assertThat(Fingerprint.normalised("ask http://" + word + ".example/" + word + " again"))
                .isEqualTo("ask <url> again");
        assertThat(Fingerprint.normalised("write " + word + "@example.org again"))
                .isEqualTo("write <email> again");
    }

    @Property
    void wordsTellErrorsApart(@ForAll("word") String word) {
        assertThat(Fingerprint.normalised("no " + word + " here")).isEqualTo("no " + word + " here");
    }

    @Property
    void noDigitIsLeft(@ForAll("message") String message) {
        assertThat(Fingerprint.normalised(message).codePoints().noneMatch(Character::isDigit))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "a@", "/", "a:", "0x", "f0", "«", " ", "1,", "x.", "C:\\", "http://", "-"})
    void theLongestMessageIsReadInNoTime(String repeated) {
        assertThatCode(() -> assertTimeoutPreemptively(
                        Duration.ofSeconds(2), () -> Fingerprint.normalised(repeated.repeat(50_000))))
                .doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> quotable() {
        return Arbitraries.strings().ascii().excludeChars('"', '\r', '\n').ofMaxLength(50);
    }

    /** Any text, and texts of nothing but what the patterns look for. */
    @Provide
    Arbitrary<String> message() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(100),
                Arbitraries.strings()
                        .withChars("'\"`@/:.,-+0189afxAZ<> \n\\~«»")
                        .ofMaxLength(40));
    }

    @Provide
    Arbitrary<String> word() {
        return Arbitraries.strings().withCharRange('g', 'z').ofMinLength(1).ofMaxLength(12);
    }
}
