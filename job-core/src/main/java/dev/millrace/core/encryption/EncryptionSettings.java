package dev.millrace.core.encryption;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** With which keys what jobs carry is encrypted at rest. What is secret here is never printed. */
@ConfigMapping(prefix = "millrace.encryption")
public interface EncryptionSettings {
    /** The known keys, {@code id:base64} separated by commas, 32 bytes each. */
    Optional<String> keys();

    /** A file that holds the known keys, one {@code id:base64} a line; lines that begin with # are skipped. */
    Optional<String> keysFile();

    /** The id of the key with which is written; without it nothing is encrypted, and the keys are for reading only. */
    Optional<String> currentKey();
}
