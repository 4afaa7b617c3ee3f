package dev.millrace.core.encryption;

import static dev.millrace.core.testing.TestKeys.FIRST;
import static dev.millrace.core.testing.TestKeys.SECOND;
import static dev.millrace.core.testing.TestKeys.sealing;
import static dev.millrace.core.testing.TestKeys.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealingTest {
    private static final UUID JOB = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final UUID OTHER_JOB = UUID.fromString("00000000-0000-7000-8000-000000000002");
    private static final String PAYLOAD = "{\"card\": \"4711 «ünï» 😀\"}";

    private final Sealing sealing = sealing(FIRST, "first");

    @Test
    void whatIsSealedIsReadAgainAndShowsNothing() {
        String sealed = sealing.sealJson(SealedField.PAYLOAD, JOB, PAYLOAD);

        assertThat(sealed).startsWith("\"mrs1.first.").endsWith("\"").doesNotContain("4711");
        assertThat(sealing.openJson(SealedField.PAYLOAD, JOB, sealed)).isEqualTo(PAYLOAD);
        assertThat(sealing.open(SealedField.PROGRESS, JOB, sealing.seal(SealedField.PROGRESS, JOB, "half way")))
                .isEqualTo("half way");
    }

    @Test
    void theSameTextIsNeverSealedToTheSame() {
        assertThat(sealing.sealJson(SealedField.PAYLOAD, JOB, PAYLOAD))
                .isNotEqualTo(sealing.sealJson(SealedField.PAYLOAD, JOB, PAYLOAD));
    }

    @Test
    void whatIsMovedToAnotherJobOrFieldIsNotRead() {
        String sealed = sealing.sealJson(SealedField.PAYLOAD, JOB, PAYLOAD);

        assertThat(Unreadable.in(sealing.openJson(SealedField.PAYLOAD, OTHER_JOB, sealed)))
                .map(Unreadable::cause)
                .contains(Unreadable.Cause.TAMPERED);
        assertThat(Unreadable.in(sealing.openJson(SealedField.RESULT, JOB, sealed)))
                .map(Unreadable::cause)
                .contains(Unreadable.Cause.TAMPERED);
    }

    @Test
    void whatHasOneBitChangedAnywhereIsNotRead() {
        String sealed = sealing.seal(SealedField.PROGRESS, JOB, "half way");
        int begin = "mrs1.first.".length();
        // The last digit of base64 has bits that stand for nothing.
        for (int i = begin; i < sealed.length() - 1; i++) {
            char digit = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, i) + digit + sealed.substring(i + 1);
            assertThat(sealing.open(SealedField.PROGRESS, JOB, changed))
                    .as("digit %d", i)
                    .startsWith("(unreadable: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mrs1.first", "mrs1.first.", "mrs1.first.AAAA", "mrs1.first.?", "mrs1.first.=%%"})
    void whatOnlyLooksSealedIsNotReadAndFailsNothing(String stored) {
        assertThat(sealing.open(SealedField.PROGRESS, JOB, stored)).startsWith("(unreadable: ");
        assertThat(Unreadable.in(sealing.openJson(SealedField.PAYLOAD, JOB, '"' + stored + '"')))
                .map(Unreadable::cause)
                .contains(Unreadable.Cause.TAMPERED);
    }

    @Test
    void aNewKeyIsWrittenWithWhileTheFormerIsStillRead() {
        String before = sealing.sealJson(SealedField.PAYLOAD, JOB, PAYLOAD);
        Sealing rotated = sealing(FIRST + "," + SECOND, "second");

        assertThat(rotated.openJson(SealedField.PAYLOAD, JOB, before)).isEqualTo(PAYLOAD);
        assertThat(rotated.sealJson(SealedField.PAYLOAD, JOB, PAYLOAD)).startsWith("\"mrs1.second.");
        assertThat(rotated.formerKeys()).containsExactly("first");
    }

    @Test
    void withoutItsKeyASealedTextSaysWhichIsMissing() {
        String sealed = sealing.sealJson(SealedField.PAYLOAD, JOB, PAYLOAD);

        for (Sealing ignorant : new Sealing[] {Sealing.OFF, sealing(SECOND, "second")}) {
            Unreadable unreadable = Unreadable.in(ignorant.openJson(SealedField.PAYLOAD, JOB, sealed))
                    .orElseThrow();
            assertThat(unreadable.cause()).isEqualTo(Unreadable.Cause.KEY_UNKNOWN);
            assertThat(unreadable.detail()).contains("the key first", "millrace.encryption.keys");
            assertThatThrownBy(() -> SealedAway.readable(unreadable.json())).isInstanceOf(SealedAway.class);
        }
    }

    @Test
    void withoutACurrentKeyNothingIsSealedAndEverythingIsRead() {
        Sealing readingOnly = sealing(FIRST, null);

        assertThat(readingOnly.sealJson(SealedField.PAYLOAD, JOB, PAYLOAD)).isEqualTo(PAYLOAD);
        assertThat(readingOnly.openJson(SealedField.PAYLOAD, JOB, sealing.sealJson(SealedField.PAYLOAD, JOB, PAYLOAD)))
                .isEqualTo(PAYLOAD);
        assertThat(readingOnly.mayHidePayloads()).isTrue();
        assertThat(Sealing.OFF.mayHidePayloads()).isFalse();
    }

    @Test
    void aPayloadAsPostgresqlGivesItIsNeverTakenForAnUnreadableOne() {
        assertThat(Unreadable.in("{\"$unreadable\": {\"cause\": \"KEY_UNKNOWN\", \"detail\": \"x\"}}"))
                .isEmpty();
        assertThat(sealing.openJson(SealedField.PAYLOAD, JOB, PAYLOAD)).isSameAs(PAYLOAD);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing,                                                        is not <id>:<base64>",
        "Upper:nzvCfR5aSIBte+GcBPKjWwARIjNEVWZ3iJmqu8zd7v8=,             is not <id>:<base64>",
        "a:nzvCfR5aSIBte+GcBPKjWw==,                                     has 16 bytes",
        "a:s3cr3t s3cr3t,                                                is not written in base64",
        "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,                 is no random one",
        "'first:nzvCfR5aSIBte+GcBPKjWwARIjNEVWZ3iJmqu8zd7v8=,first:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=', two keys of the id first",
    })
    void whatIsNoKeyIsRefusedWithoutBeingTold(String keys, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(settings(keys, null)))
                .withMessageStartingWith("millrace.encryption.keys")
                .withMessageContaining(why)
                .satisfies(refusal ->
                        assertThat(refusal).hasMessageNotContaining("s3cr3t").hasMessageNotContaining("nzvC"));
    }

    @Test
    void theCurrentKeyMustBeKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(settings(FIRST, "second")))
                .withMessageContaining("millrace.encryption.current-key");
    }

    @Test
    void keysMayStandInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "# since November\n" + SECOND + "\n\n" + FIRST + "\n");
        assertThat(KeyRing.of(settings(null, file.toString(), "first")).ids())
                .containsExactlyInAnyOrder("first", "second");

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> KeyRing.of(settings(null, folder.resolve("none").toString(), null)))
                .withMessageStartingWith("millrace.encryption.keys-file");
    }
}
