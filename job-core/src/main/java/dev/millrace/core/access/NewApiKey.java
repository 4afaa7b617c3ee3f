package dev.millrace.core.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * An API key to be made.
 *
 * @param hash keyed hash of the whole key; never printed
 * @param expiresAt null for never
 */
public record NewApiKey(UUID id, String prefix, String name, String role, byte[] hash, Instant expiresAt) {
    public NewApiKey {
        hash = hash.clone();
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NewApiKey key && id.equals(key.id) && Arrays.equals(hash, key.hash);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "NewApiKey[id=" + id + ", prefix=" + prefix + "]";
    }
}
