package dev.millrace.worker.builtin;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** How {@code http_request} shows that it is who it says. */
@ConfigMapping(prefix = "millrace.worker.webhook")
public interface WebhookSettings {
    /** The secrets that requests are signed with, {@code whsec_...}; several while one takes another's place. */
    Optional<List<String>> secrets();
}
