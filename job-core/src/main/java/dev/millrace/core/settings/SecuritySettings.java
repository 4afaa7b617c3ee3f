package dev.millrace.core.settings;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** What is let through that a service would otherwise refuse to start with. */
@ConfigMapping(prefix = "millrace.security")
public interface SecuritySettings {
    /**
     * Hosts beyond one's own network to which connections need not be encrypted with a verified server. For networks that
     * are one's own though their names do not tell.
     */
    Optional<List<String>> unverifiedHosts();
}
