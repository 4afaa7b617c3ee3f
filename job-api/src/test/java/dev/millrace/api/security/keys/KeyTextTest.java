package dev.millrace.api.security.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.security.Pepper;
import dev.millrace.api.security.RandomText;
import dev.millrace.api.security.TestSettings;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTextTest {
    private final RandomText random = new RandomText(new SecureRandom());

    @Test
    void newKeysAreReadAgainAndNoTwoAreAlike() {
        Set<String> keys = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            KeyText key = KeyText.random(random);
            assertThat(KeyText.parse(key.whole())).contains(key);
            keys.add(key.whole());
            prefixes.add(key.prefix());
        }

        assertThat(keys).hasSize(1_000);
        assertThat(prefixes).hasSize(1_000);
    }

    @Test
    void whatHasNotTheFormOfAKeyIsNone() {
        String secret = "a".repeat(43);
        for (String text : new String[] {
            "",
            "mr__" + secret,
            "mr_abc_" + secret,
            "mr_ABCDEF_" + secret,
            "mr_abcdef_" + "a".repeat(42),
            "mr_abcdef_" + "a".repeat(129),
            "MR_abcdef_" + secret,
            "mr_abcdef_" + secret + "\n",
            "mr_abcdef_" + secret.replace('a', '\u00e4')
        }) {
            assertThat(KeyText.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void aKeyIsNotPrintedWithItsSecret() {
        KeyText key = KeyText.random(random);

        assertThat(key.toString()).contains(key.prefix()).doesNotContain(key.whole());
    }

    @Test
    void theHashDependsOnTheKeyAndOnThePepper() {
        Pepper pepper = new Pepper(TestSettings.required("p".repeat(32)));
        Pepper other = new Pepper(TestSettings.required("q".repeat(32)));
        KeyText key = KeyText.random(random);

        assertThat(key.hash(pepper)).hasSize(32).isEqualTo(key.hash(pepper));
        assertThat(key.hash(pepper)).isNotEqualTo(key.hash(other));
        assertThat(key.hash(pepper)).isNotEqualTo(KeyText.random(random).hash(pepper));
        assertThat(pepper.hash("one", "text")).isNotEqualTo(pepper.hash("other", "text"));
        assertThat(pepper.toString()).doesNotContain("ppp");
    }
}
