package dev.millrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    private static final Times TIMES =
            new Times(Clock.fixed(Instant.parse("2026-03-29T12:00:00Z"), ZoneOffset.UTC), false);

    @ParameterizedTest
    @CsvSource({"PT0.25S, 0.3s", "PT42S, 42s", "PT3M5S, 3m 5s", "PT2H, 2h", "PT26H, 1d 2h"})
    void aLengthIsToldInItsTwoLargestUnits(Duration length, String expected) {
        assertThat(Times.length(length)).isEqualTo(expected);
    }

    @Test
    void timesAreToldFromNow() {
        assertThat(TIMES.of(new TextNode("2026-03-29T11:58:00.000Z"))).isEqualTo("2m ago");
        assertThat(TIMES.of(new TextNode("2026-03-29T13:00:00.000Z"))).isEqualTo("in 1h");
        assertThat(TIMES.of(new TextNode("2026-03-29T12:00:00.400Z"))).isEqualTo("now");
    }
}
