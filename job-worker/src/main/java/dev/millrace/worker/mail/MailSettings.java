package dev.millrace.worker.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The mail server, if there is one. */
@ConfigMapping(prefix = "millrace.smtp")
public interface MailSettings {
    /** Where it is: {@code smtp://user:password@host:port}, or {@code smtps://} for TLS from the first byte. */
    Optional<String> url();

    /** Whom mails come from. */
    @WithDefault("millrace@localhost")
    @NotBlank
    String from();

    /** How long sending a mail may take. */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration timeout();
}
