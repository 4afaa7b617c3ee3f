package dev.millrace.api.security.keys;

import dev.millrace.api.security.AuthSettings;
import dev.millrace.api.security.Pepper;
import dev.millrace.api.security.RememberedReads;
import dev.millrace.api.security.UseNotes;
import dev.millrace.core.access.ApiKeys;
import dev.millrace.core.access.StoredKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells whose an API key is. What is revoked by this process is refused at once; what another one revokes, and what expires,
 * within {@code millrace.auth.cache}.
 */
@Singleton
public class KeyCheck {
    private static final byte[] NO_HASH = new byte[32];

    private final Pepper pepper;
    private final RememberedReads<String, StoredKey> reads;
    private final UseNotes<UUID> uses;

    public KeyCheck(ApiKeys keys, Pepper pepper, AuthSettings settings, Vertx vertx) {
        this.pepper = pepper;
        reads = new RememberedReads<>("api keys", settings.cache(), keys::inForce);
        uses = new UseNotes<>(vertx, keys::noteUsed);
    }

    /** The key that {@code text} is, when it is one in force. */
    public Uni<Optional<StoredKey>> recognize(String text) {
        Optional<KeyText> shown = KeyText.parse(text);
        if (shown.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        byte[] hash = shown.get().hash(pepper);
        return reads.find(shown.get().prefix()).map(found -> {
            // An unknown prefix takes as long as a wrong secret.
            boolean right = found.map(key -> key.hasHash(hash)).orElseGet(() -> MessageDigest.isEqual(NO_HASH, hash));
            if (found.isEmpty() || !right) {
                return Optional.empty();
            }
            uses.note(found.get().id());
            return found;
        });
    }

    /** Keys have changed: none is believed to be in force any more without being read again. */
    public void changed() {
        reads.forget();
    }
}
