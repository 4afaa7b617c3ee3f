package dev.millrace.worker.mail;

import dev.millrace.core.settings.Loopback;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Derives Quarkus's several mailer settings from {@code millrace.smtp.url}, so that an operator says where the mail server is
 * once. Credentials are never sent over a network in the clear.
 */
public final class SmtpConfigSource implements ConfigSourceFactory {
    /** Above the defaults and application.properties, below environment variables, which may still say otherwise. */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue url = context.getValue("millrace.smtp.url");
        if (url == null || url.getValue() == null || url.getValue().isBlank()) {
            return List.of();
        }
        return List.of(
                new PropertiesConfigSource(settings(SmtpAddress.parse(url.getValue())), "millrace.smtp.url", ORDINAL));
    }

    static Map<String, String> settings(SmtpAddress address) {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.mailer.mock", "false");
        settings.put("quarkus.mailer.host", address.host());
        settings.put("quarkus.mailer.port", String.valueOf(address.port()));
        settings.put("quarkus.mailer.tls", String.valueOf(address.secure()));
        if (address.user() != null) {
            settings.put("quarkus.mailer.username", address.user());
            settings.put("quarkus.mailer.password", address.password());
            settings.put("quarkus.mailer.login", "REQUIRED");
            boolean readable = !address.secure() && !Loopback.isLoopback(address.host());
            settings.put("quarkus.mailer.start-tls", readable ? "REQUIRED" : "OPTIONAL");
        }
        return settings;
    }
}
