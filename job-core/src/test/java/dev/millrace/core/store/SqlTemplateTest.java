package dev.millrace.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTemplateTest {
    private static final Map<String, String> TEMPLATES = Map.of("list", """
            -- Lists {these}.
            SELECT a      --? table=a
            SELECT b      --? table=b|c order=asc
            --[ table=b|c
            --[ order=desc
            descending
            --]
            --> part
            --]
            ORDER BY x {order}
            """, "part", """
            FROM {table}
            """);

    @Test
    void aLineStandsWhenAllItsConditionsHold() {
        assertThat(render("table=a&order=asc")).isEqualTo("-- Lists {these}.\nSELECT a\nORDER BY x asc\n");
    }

    @Test
    void aBlockStandsOrFallsAsAWhole() {
        assertThat(render("table=b&order=desc")).isEqualTo("-- Lists {these}.\ndescending\nFROM b\nORDER BY x desc\n");
        assertThat(render("table=c&order=asc")).isEqualTo("-- Lists {these}.\nSELECT b\nFROM c\nORDER BY x asc\n");
    }

    @Test
    void aChoiceThatIsMissingIsAMistake() {
        assertThatThrownBy(() -> render("table=a")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table=a&order=asc; DROP TABLE job",
                "table=a&order=1",
                "table=a&order='x'",
                "table=a&order=",
                "table=a&order=ASC",
                "table",
                ""
            })
    void nothingButWordsCanBeChosen(String choices) {
        assertThatThrownBy(() -> render(choices)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String render(String choices) {
        return SqlTemplate.render("list", choices, TEMPLATES::get);
    }
}
