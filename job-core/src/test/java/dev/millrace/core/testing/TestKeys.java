package dev.millrace.core.testing;

import dev.millrace.core.encryption.EncryptionSettings;
import dev.millrace.core.encryption.KeyRing;
import dev.millrace.core.encryption.Sealing;
import java.util.Optional;

/** Keys for tests of encryption at rest, which protect nothing. */
public final class TestKeys {
    public static final String FIRST = "first:nzvCfR5aSIBte+GcBPKjWwARIjNEVWZ3iJmqu8zd7v8=";
    public static final String SECOND = "second:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    private TestKeys() {}

    /** @param current the id of the key to write with; null for none */
    public static EncryptionSettings settings(String keys, String current) {
        return settings(keys, null, current);
    }

    /** @param file of keys; null for none */
    public static EncryptionSettings settings(String keys, String file, String current) {
        return new EncryptionSettings() {
            @Override
            public Optional<String> keys() {
                return Optional.ofNullable(keys);
            }

            @Override
            public Optional<String> keysFile() {
                return Optional.ofNullable(file);
            }

            @Override
            public Optional<String> currentKey() {
                return Optional.ofNullable(current);
            }
        };
    }

    /** @param current the id of the key to write with; null for none */
    public static Sealing sealing(String keys, String current) {
        return new Sealing(KeyRing.of(settings(keys, current)));
    }
}
