package dev.millrace.api.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "^a$|a|true",
                "^a$|'a\n'|false",
                "^a$|'a\r\n'|false",
                "^(?:b$)|'b\n'|false",
                "a|'xa\n'|true",
                "^[$]$|$|true",
                "^[\\]$]$|$|true",
                "^\\$$|$|true",
                "^\\$$|'$\n'|false",
                "^\\\\$|\\|true",
                "^\\\\$|'\\\n'|false",
            })
    void theEndIsTheVeryEnd(String pattern, String text, boolean matches) {
        assertThat(SchemaPattern.compile(pattern).matches(text)).isEqualTo(matches);
    }
}
