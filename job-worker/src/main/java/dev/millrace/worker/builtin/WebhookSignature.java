package dev.millrace.worker.builtin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests by the scheme of Standard Webhooks, v1 (HMAC-SHA-256). */
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST_SECRET = 24;
    private static final int LONGEST_SECRET = 64;

    private final List<SecretKeySpec> keys;

    /**
     * @param secrets {@code whsec_} and 24 to 64 bytes in Base64
     * @throws IllegalArgumentException when one is not; without telling it
     */
    WebhookSignature(List<String> secrets) {
        keys = secrets.stream().map(WebhookSignature::key).toList();
    }

    /** The headers that show who sends this body, and when; without a secret, only the first two. */
    Map<String, String> headers(String id, Instant now, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        String timestamp = String.valueOf(now.getEpochSecond());
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        if (!keys.isEmpty()) {
            headers.put(
                    "webhook-signature",
                    keys.stream()
                            .map(key -> sign(key, id + "." + timestamp + ".", body))
                            .collect(Collectors.joining(" ")));
        }
        return headers;
    }

    private static String sign(SecretKeySpec key, String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }

    private static SecretKeySpec key(String secret) {
        String encoded = secret.strip();
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(encoded.startsWith(PREFIX) ? encoded.substring(PREFIX.length()) : "not Base64");
            if (bytes.length >= SHORTEST_SECRET && bytes.length <= LONGEST_SECRET) {
                return new SecretKeySpec(bytes, ALGORITHM);
            }
        } catch (IllegalArgumentException unreadable) {
            throw unsound();
        }
        throw unsound();
    }

    private static IllegalArgumentException unsound() {
        return new IllegalArgumentException("millrace.worker.webhook.secrets must be " + PREFIX + " and "
                + SHORTEST_SECRET + " to " + LONGEST_SECRET
                + " bytes in Base64: echo \"whsec_$(openssl rand -base64 32)\" makes one");
    }
}
