package dev.millrace.core.encryption;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts with AES-256-GCM, and opens them. A sealed text is {@code mrs1.<key id>.<nonce, ciphertext and tag in base64url>}.
 * Each owner's field has a key of its own, derived from the ring's: a key lasts for any number of jobs, however many random
 * nonces GCM allows to one.
 *
 * <p>What is not sealed is passed through as it is, so that encryption can be turned on and off with jobs in the database.
 * Safe for use by many threads.
 */
public final class Sealing {
    /** Seals nothing, and knows no key. */
    public static final Sealing OFF = new Sealing(KeyRing.EMPTY);

    private static final String PREFIX = "mrs1.";
    private static final String JSON_PREFIX = "\"" + PREFIX;
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyRing keys;

    public Sealing(KeyRing keys) {
        this.keys = keys;
    }

    /** Whether there may be sealed payloads, in which PostgreSQL can find nothing. */
    public boolean mayHidePayloads() {
        return !keys.isEmpty();
    }

    /** Whether what is written now is sealed. */
    public boolean isOn() {
        return keys.current().isPresent();
    }

    /** The ids of the keys that are known and no longer written with. */
    public Set<String> formerKeys() {
        return keys.ids().stream()
                .filter(id -> !id.equals(keys.current().orElse(null)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What to write for a text; null stays null. */
    public String seal(SealedField field, UUID owner, String text) {
        return text == null || !isOn() ? text : sealed(field, owner, text);
    }

    /** As {@link #seal}, for JSON, of which a sealed text is a string. */
    public String sealJson(SealedField field, UUID owner, String json) {
        return json == null || !isOn() ? json : '"' + sealed(field, owner, json) + '"';
    }

    /** What was written as this; where that cannot be read, a text that says why. */
    public String open(SealedField field, UUID owner, String stored) {
        if (stored == null || !stored.startsWith(PREFIX)) {
            return stored;
        }
        try {
            return opened(field, owner, stored);
        } catch (Failure failure) {
            return failure.unreadable.text();
        }
    }

    /** As {@link #open}, for JSON; where it cannot be read, an {@link Unreadable}. */
    public String openJson(SealedField field, UUID owner, String stored) {
        if (stored == null || !stored.startsWith(JSON_PREFIX)) {
            return stored;
        }
        try {
            return opened(field, owner, stored.substring(1, stored.length() - 1));
        } catch (Failure failure) {
            return failure.unreadable.json();
        }
    }

    /** How every text begins that is sealed with the current key; only while {@link #isOn()}. */
    public String mark() {
        return PREFIX + keys.current().orElseThrow() + ".";
    }

    /** Stored JSON, sealed or not, sealed with the current key; empty when there is none, or it cannot be read. */
    public Optional<String> again(SealedField field, UUID owner, String stored) {
        String opened = openJson(field, owner, stored);
        return opened == null || Unreadable.in(opened).isPresent()
                ? Optional.empty()
                : Optional.of(sealJson(field, owner, opened));
    }

    /** As {@link #again}, for plain text. */
    public Optional<String> textAgain(SealedField field, UUID owner, String stored) {
        try {
            boolean isSealed = stored.startsWith(PREFIX);
            return Optional.of(seal(field, owner, isSealed ? opened(field, owner, stored) : stored));
        } catch (Failure unreadable) {
            return Optional.empty();
        }
    }

    private String sealed(SealedField field, UUID owner, String text) {
        String keyId = keys.current().orElseThrow();
        byte[] place = place(field, owner);
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keys.find(keyId).orElseThrow(), place, nonce);
            byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return PREFIX + keyId + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java cannot encrypt with " + TRANSFORMATION, impossible);
        }
    }

    private String opened(SealedField field, UUID owner, String text) throws Failure {
        int dot = text.indexOf('.', PREFIX.length());
        if (dot < 0) {
            throw new Failure(Unreadable.tampered());
        }
        String keyId = text.substring(PREFIX.length(), dot);
        Optional<SecretKey> key = keys.find(keyId);
        if (key.isEmpty()) {
            throw new Failure(Unreadable.keyUnknown(keyId.replaceAll("[^a-z0-9-]", "?")));
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(text.substring(dot + 1));
            if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                throw new Failure(Unreadable.tampered());
            }
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), place(field, owner), nonce);
            return new String(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException changed) {
            throw new Failure(Unreadable.tampered());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java cannot decrypt with " + TRANSFORMATION, impossible);
        }
    }

    private static Cipher cipher(int mode, SecretKey master, byte[] place, byte[] nonce)
            throws GeneralSecurityException {
        Mac derivation = Mac.getInstance(master.getAlgorithm());
        derivation.init(master);
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, new SecretKeySpec(derivation.doFinal(place), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place);
        return cipher;
    }

    /** What the seal vouches for besides the text: the version, the field and whose it is. */
    private static byte[] place(SealedField field, UUID owner) {
        return (PREFIX + field + "." + owner).getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Unreadable unreadable;

        private Failure(Unreadable unreadable) {
            super(unreadable.detail(), null, false, false);
            this.unreadable = unreadable;
        }
    }
}
