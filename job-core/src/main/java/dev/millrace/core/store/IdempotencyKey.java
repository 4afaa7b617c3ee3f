package dev.millrace.core.store;

import java.util.Objects;

/**
 * What makes the repetition of a request known as one.
 *
 * @param owner whose key it is: two clients may use the same key
 * @param key the client's own
 * @param requestHash SHA-256 of what is asked, in lower-case hexadecimal
 */
public record IdempotencyKey(String owner, String key, String requestHash) {
    public IdempotencyKey {
        Objects.requireNonNull(owner);
        Objects.requireNonNull(key);
        Objects.requireNonNull(requestHash);
    }
}
