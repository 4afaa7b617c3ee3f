package dev.millrace.scheduler.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {
    @Test
    void every_setting_is_documented_with_its_default() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "configuration.md"));
        String prefix =
                SchedulerSettings.class.getAnnotation(ConfigMapping.class).prefix();
        List<String> rows = rows(SchedulerSettings.class, prefix).toList();

        assertThat(rows).hasSizeGreaterThan(10);
        assertThat(rows).allSatisfy(row -> assertThat(document).contains(row));
    }

    private static Stream<String> rows(Class<?> settings, String prefix) {
        return Stream.of(settings.getDeclaredMethods()).flatMap(setting -> {
            String name = prefix + "." + kebab(setting);
            WithDefault standard = setting.getAnnotation(WithDefault.class);
            return standard == null
                    ? rows(setting.getReturnType(), name)
                    : Stream.of("| `" + name + "` | `" + standard.value() + "` |");
        });
    }

    private static String kebab(Method setting) {
        return setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
