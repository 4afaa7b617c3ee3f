package dev.millrace.api.redaction;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Which fields are masked wherever they are shown. */
@ConfigMapping(prefix = "millrace.redaction")
public interface RedactionSettings {
    /**
     * Names of fields, such as {@code password}, masked wherever they stand; and JSON pointers from the root, such as
     * {@code /card/number} or {@code /items/*}{@code /token}, in which {@code *} stands for any one name or place.
     */
    Optional<List<String>> fields();
}
