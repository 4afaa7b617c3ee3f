package dev.millrace.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "90, PT1M30S",
        "1.5s, PT1.5S",
        "5m, PT5M",
        "2h30m, PT2H30M",
        "1d, PT24H",
        "PT5M, PT5M",
        "0.5h, PT30M"
    })
    void aDurationIsReadInTheUnitsThatPeopleUse(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "5x", "m5", "5 m", "-5s", "5m later", "PT"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }
}
