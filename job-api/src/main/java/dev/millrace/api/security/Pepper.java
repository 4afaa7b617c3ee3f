package dev.millrace.api.security;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes keys and tokens with the server's secret (HMAC-SHA-256), so that who reads the database learns nothing to sign in
 * with, nor can put anything there to sign in with.
 */
@Singleton
public class Pepper {
    private static final String ALGORITHM = "HmacSHA256";

    /** Ready to be cloned; null when there is no pepper, which open mode allows. */
    private final Mac ready;

    public Pepper(AuthSettings settings) {
        ready = settings.pepper().map(Pepper::keyed).orElse(null);
    }

    /** Whether there is a pepper at all. */
    public boolean isThere() {
        return ready != null;
    }

    /**
     * The keyed hash of a text, 32 bytes.
     *
     * @param purpose what the text is; a hash for one purpose is none for another
     * @throws IllegalStateException when there is no pepper
     */
    public byte[] hash(String purpose, String text) {
        if (ready == null) {
            throw new IllegalStateException("there is no millrace.auth.pepper");
        }
        try {
            Mac mac = (Mac) ready.clone();
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "Pepper[hidden]";
    }

    private static Mac keyed(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
