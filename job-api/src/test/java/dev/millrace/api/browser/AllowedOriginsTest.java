package dev.millrace.api.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {
    @Test
    void thereAreNoneByDefault() {
        assertThat(new AllowedOrigins(Optional::empty).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "https://*.example.com",
                "https://example.com/",
                "https://example.com/path",
                "example.com",
                "ftp://example.com",
                "/https://.*/"
            })
    void onlyExactOriginsMayBeListed(String origin) {
        assertThatThrownBy(() -> new AllowedOrigins(() -> Optional.of(List.of(origin))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.http.cors.origins");
    }
}
