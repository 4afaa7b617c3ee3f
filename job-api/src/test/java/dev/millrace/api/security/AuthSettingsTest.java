package dev.millrace.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.RealServices;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class AuthSettingsTest {
    @Test
    void everySettingIsDocumentedWithItsDefault() throws IOException {
        String guide = Files.readString(RealServices.repository().resolve("docs/configuration.md"));

        assertThat(AuthSettings.class.getDeclaredMethods()).allSatisfy(setting -> assertThat(guide)
                .contains("| `millrace.auth." + name(setting) + "` | " + standard(setting) + " |"));
    }

    private static String name(Method setting) {
        WithName named = setting.getAnnotation(WithName.class);
        return named == null ? setting.getName() : named.value();
    }

    private static String standard(Method setting) {
        WithDefault standard = setting.getAnnotation(WithDefault.class);
        return standard == null ? "none" : "`" + standard.value() + "`";
    }
}
