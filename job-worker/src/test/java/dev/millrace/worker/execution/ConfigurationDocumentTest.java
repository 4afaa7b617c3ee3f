package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.migration.MigrationSettings;
import dev.millrace.core.settings.BrokerSettings;
import dev.millrace.core.settings.DatabaseSettings;
import dev.millrace.core.tracing.TracingSettings;
import dev.millrace.worker.builtin.StampFileSettings;
import dev.millrace.worker.builtin.WebhookSettings;
import dev.millrace.worker.mail.MailSettings;
import dev.millrace.worker.outgoing.OutgoingSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationDocumentTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                WorkerSettings.class,
                JobLogSettings.class,
                OutgoingSettings.class,
                MailSettings.class,
                WebhookSettings.class,
                StampFileSettings.class,
                DatabaseSettings.class,
                BrokerSettings.class,
                MigrationSettings.class,
                TracingSettings.class
            })
    void everySettingIsDocumentedWithItsDefault(Class<?> settings) throws IOException {
        String document = Files.readString(Path.of("..", "docs", "configuration.md"));

        assertThat(Stream.of(settings.getDeclaredMethods())).isNotEmpty().allSatisfy(setting -> assertThat(document)
                .contains(row(settings, setting)));
    }

    private static String row(Class<?> settings, Method setting) {
        String prefix = settings.getAnnotation(ConfigMapping.class).prefix();
        String name = setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        WithDefault standard = setting.getAnnotation(WithDefault.class);
        String absent = setting.getReturnType() == Optional.class ? "none" : "required";
        return "| `" + prefix + "." + name + "` | " + (standard == null ? absent : "`" + standard.value() + "`") + " |";
    }
}
