package dev.millrace.worker.mail;

import io.quarkus.mailer.reactive.ReactiveMailer;
import java.util.HashMap;
import java.util.Map;

/** Further mail servers for a test, beside the one that the application is told of. */
public final class MailServers {
    private MailServers() {}

    /** @param mailer told by {@link #settings} where its server is */
    public static MailServer over(MailSettings settings, ReactiveMailer mailer) {
        return new SmtpServer(settings, mailer);
    }

    /**
     * What Quarkus is told of {@code millrace.smtp.url}, of a mailer of a name of its own.
     *
     * @param port where the test's server really is, on 127.0.0.1 and with a certificate that nobody has signed
     */
    public static Map<String, String> settings(String mailer, String url, int port) {
        String prefix = "quarkus.mailer." + mailer + ".";
        Map<String, String> settings = new HashMap<>();
        SmtpConfigSource.settings(SmtpAddress.parse(url))
                .forEach((name, value) -> settings.put(name.replace("quarkus.mailer.", prefix), value));
        settings.put(prefix + "host", "127.0.0.1");
        settings.put(prefix + "port", String.valueOf(port));
        settings.put(prefix + "trust-all", "true");
        return settings;
    }
}
