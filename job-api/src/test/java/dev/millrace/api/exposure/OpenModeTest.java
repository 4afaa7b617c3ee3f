package dev.millrace.api.exposure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.api.security.AuthMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenModeTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.5", "millrace.example.com", "127.0.0.1.example.com"})
    void itDoesNotStartBeyondLoopback(String host) {
        assertThatThrownBy(() -> new OpenMode(AuthMode.OPEN, host, null, null).refuseToListenBeyondLoopback(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(host)
                .hasMessageContaining("MILLRACE_AUTH_MODE=required")
                .hasMessageContaining("QUARKUS_HTTP_HOST=127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.0.0.2"})
    void itStartsOnLoopback(String host) {
        assertThatCode(() -> new OpenMode(AuthMode.OPEN, host, null, null).refuseToListenBeyondLoopback(null))
                .doesNotThrowAnyException();
    }

    @Test
    void requiredModeMayListenAnywhere() {
        assertThatCode(() -> new OpenMode(AuthMode.REQUIRED, "0.0.0.0", null, null).refuseToListenBeyondLoopback(null))
                .doesNotThrowAnyException();
    }
}
