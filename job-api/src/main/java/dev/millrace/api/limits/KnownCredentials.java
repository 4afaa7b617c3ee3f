package dev.millrace.api.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Keys that were right a short while ago, by their digest: who shares an address with somebody that guesses is not
 * shut out with him.
 */
final class KnownCredentials {
    private static final int MOST = 10_000;
    private static final Duration AGE = Duration.ofMinutes(5);

    private final Cache<String, Boolean> digests =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(AGE).build();

    /** A cookie that is good no more is no attempt to guess one: browsers keep them. */
    static boolean arePresented(HttpServerRequest request) {
        return request.headers().contains(HttpHeaderNames.AUTHORIZATION);
    }

    void remember(HttpServerRequest request) {
        if (!arePresented(request)) {
            return;
        }
        digests.put(digest(request), Boolean.TRUE);
    }

    boolean contains(HttpServerRequest request) {
        return digests.getIfPresent(digest(request)) != null;
    }

    private static String digest(HttpServerRequest request) {
        String credentials = request.getHeader(HttpHeaderNames.AUTHORIZATION);
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(credentials.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
