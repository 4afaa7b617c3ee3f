package dev.millrace.core.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadMatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to | to",
                "a.b.c | a,b,c",
                "items.0.sku | items,0,sku",
                "a\\.b.c | a.b,c",
                "a\\\\.b | a\\,b",
                "a\\ | a\\"
            })
    void aPathIsWrittenWithDots(String written, String names) {
        assertThat(PayloadMatch.of(written, "x").path()).containsExactly(names.split(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b"})
    void aNameIsNeverEmpty(String written) {
        assertThatThrownBy(() -> PayloadMatch.of(written, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPathOrAValueBeyondMeasureIsRefused() {
        String deep = String.join(".", Collections.nCopies(PayloadMatch.DEEPEST + 1, "a"));

        assertThatThrownBy(() -> PayloadMatch.of(deep, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PayloadMatch.of("a", "x".repeat(PayloadMatch.LONGEST_VALUE + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ada | \"ada\"",
                "5 | \"5\" 5",
                "-0.50 | \"-0.50\" -0.50",
                "1e3 | \"1e3\" 1E+3",
                "05 | \"05\"",
                "5. | \"5.\"",
                "1e9999 | \"1e9999\"",
                "true | \"true\" true",
                "True | \"True\"",
                "null | \"null\" null",
                "[1] | \"[1]\"",
                "\" | \"\\\"\""
            })
    void aTextStandsForEveryValueThatIsWrittenSo(String value, String candidates) {
        assertThat(PayloadMatch.of("a", value).candidates()).containsExactly(candidates.split(" "));
    }

    @Test
    void nothingStandsForTheEmptyString() {
        assertThat(PayloadMatch.of("a", "").candidates()).isEqualTo(List.of("\"\""));
    }

    @Property
    void everyCandidateIsJson(@ForAll @StringLength(max = 20) String value) throws JsonProcessingException {
        for (String candidate : PayloadMatch.of("a", value).candidates()) {
            assertThat(new ObjectMapper().readTree(candidate).isValueNode()).isTrue();
        }
    }
}
