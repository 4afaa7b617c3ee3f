package dev.millrace.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.RealServices;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ApiSettingsTest {
    @Test
    void everySettingIsDocumentedWithItsDefault() throws IOException {
        String guide = Files.readString(RealServices.repository().resolve("docs/configuration.md"));

        assertThat(ApiSettings.class.getDeclaredMethods()).allSatisfy(setting -> assertThat(guide)
                .contains("| `millrace.api." + name(setting) + "` | `"
                        + setting.getAnnotation(WithDefault.class).value() + "` |"));
    }

    private static String name(Method setting) {
        return setting.getAnnotation(WithName.class).value();
    }
}
