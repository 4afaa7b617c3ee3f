package dev.millrace.api.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.testing.RealServices;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Startup;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedactionStartTest {
    @Test
    void anEntryThatNamesNoFieldKeepsTheServiceFromStarting() {
        RedactionStart start = new RedactionStart(() -> Optional.of(List.of("password", "card.number")));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> start.check(new Startup()))
                .withMessageContaining("millrace.redaction.fields")
                .withMessageContaining("card.number");
    }

    @Test
    void withoutTheSettingNothingIsMasked() {
        assertThat(new RedactionStart(Optional::empty).redaction().isOn()).isFalse();
    }

    @Test
    void theSettingIsDocumented() throws IOException {
        assertThat(Files.readString(RealServices.repository().resolve("docs/configuration.md")))
                .contains("| `millrace.redaction.fields` | none |");
    }
}
