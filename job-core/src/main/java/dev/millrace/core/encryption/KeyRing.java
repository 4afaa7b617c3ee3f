package dev.millrace.core.encryption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The keys that a service knows, by their ids, and which of them is written with. Never prints a key. */
public final class KeyRing {
    /** No key: nothing is encrypted, and nothing that is can be read. */
    public static final KeyRing EMPTY = new KeyRing(Map.of(), null);

    private static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** Of 32 random bytes so few differ once in longer than anybody will wait. */
    private static final int FEWEST_BYTES = 16;

    private final Map<String, SecretKey> keys;
    private final String current;

    private KeyRing(Map<String, SecretKey> keys, String current) {
        this.keys = Map.copyOf(keys);
        this.current = current;
    }

    /** @throws IllegalArgumentException saying which setting is wrong, and how, without telling a key */
    public static KeyRing of(EncryptionSettings settings) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        List<String> entries = new ArrayList<>(
                settings.keys().stream().flatMap(KeyRing::entriesOfText).toList());
        settings.keysFile().ifPresent(file -> entries.addAll(entriesOfFile(file)));
        for (String entry : entries) {
            String[] parts = entry.split(":", 2);
            if (parts.length != 2 || !ID.matcher(parts[0]).matches()) {
                throw new IllegalArgumentException("millrace.encryption.keys: the " + (keys.size() + 1)
                        + ". key is not <id>:<base64>, the id of a-z, 0-9 and hyphens, 32 at most");
            }
            if (keys.put(parts[0], key(parts[0], parts[1])) != null) {
                throw new IllegalArgumentException(
                        "millrace.encryption.keys: there are two keys of the id " + parts[0]);
            }
        }
        Optional<String> current = settings.currentKey();
        if (current.isPresent() && !keys.containsKey(current.get())) {
            throw new IllegalArgumentException("millrace.encryption.current-key is " + current.get()
                    + ", of which neither millrace.encryption.keys nor millrace.encryption.keys-file tells the key");
        }
        return new KeyRing(keys, current.orElse(null));
    }

    /** The id of the key to write with; empty when nothing is to be encrypted. */
    Optional<String> current() {
        return Optional.ofNullable(current);
    }

    Optional<SecretKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    Set<String> ids() {
        return keys.keySet();
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    @Override
    public String toString() {
        return "KeyRing" + ids();
    }

    private static Stream<String> entriesOfText(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(entry -> !entry.isEmpty());
    }

    private static List<String> entriesOfFile(String file) {
        try {
            return Files.readString(Path.of(file))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("millrace.encryption.keys-file cannot be read: " + unreadable);
        }
    }

    private static SecretKey key(String id, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException noBase64) {
            // Without its message, which may repeat a part of the key.
            throw malformed(id, "is not written in base64");
        }
        if (bytes.length != KEY_BYTES) {
            throw malformed(id, "has " + bytes.length + " bytes");
        }
        boolean[] seen = new boolean[256];
        int different = 0;
        for (byte each : bytes) {
            if (!seen[each & 0xff]) {
                seen[each & 0xff] = true;
                different++;
            }
        }
        if (different < FEWEST_BYTES) {
            throw malformed(id, "is no random one");
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static IllegalArgumentException malformed(String id, String how) {
        return new IllegalArgumentException("millrace.encryption.keys: the key " + id + " " + how
                + "; it must be 32 random bytes, such as openssl rand -base64 32 makes");
    }
}
