package dev.millrace.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=5|5",
                "Wait = 7|7",
                "respond-async, wait=\"10\"|10",
                "wait=31|30",
                "wait=99999|30",
                "wait=3;x=y|3"
            })
    void aWaitIsUnderstood(String header, int seconds) {
        assertThat(WaitPreference.parse(List.of(header))).hasValue(new WaitPreference(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=-1", "wait=x", "wait=0", "waiting=5", "wait=1.5"})
    void whatCannotBeUnderstoodIsIgnored(String header) {
        assertThat(WaitPreference.parse(List.of(header))).isEmpty();
    }

    @Test
    void theFirstOfSeveralHeadersThatWaitsCounts() {
        assertThat(WaitPreference.parse(List.of("return=minimal", "wait=4", "wait=9")))
                .hasValue(new WaitPreference(4));
    }
}
