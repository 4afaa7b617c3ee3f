package dev.millrace.core.access;

import java.security.MessageDigest;
import java.util.UUID;

/** An API key in force, to be compared with what a caller shows. Never prints its hash. */
public final class StoredKey {
    private final UUID id;
    private final String name;
    private final String role;
    private final byte[] hash;

    StoredKey(UUID id, String name, String role, byte[] hash) {
        this.id = id;
        this.name = name;
        this.role = role;
        this.hash = hash.clone();
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String role() {
        return role;
    }

    /** Whether a key with this keyed hash is this key; takes the same time whatever the answer. */
    public boolean hasHash(byte[] shown) {
        return MessageDigest.isEqual(hash, shown);
    }

    @Override
    public String toString() {
        return "StoredKey[id=" + id + "]";
    }
}
