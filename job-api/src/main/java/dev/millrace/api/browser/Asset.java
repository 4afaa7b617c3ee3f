package dev.millrace.api.browser;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A file for browsers. It is kept compressed, as all browsers take it, and unpacked for whoever does not: plain, the files would
 * be the largest of what an idle API holds.
 */
public final class Asset {
    private static final int NOT_MODIFIED = 304;
    private static final int HASH_BYTES = 8;

    private final String type;
    private final Buffer compressed;
    private final String hash;

    private Asset(String type, byte[] content) {
        this.type = type;
        compressed = Buffer.buffer(gzip(content));
        hash = hash(content);
    }

    /** @param type its Content-Type */
    public static Asset of(String type, byte[] content) {
        return new Asset(type, content);
    }

    /**
     * The bytes of a file within the build.
     *
     * @throws IllegalStateException when the build has left it out
     */
    public static byte[] read(String resource) {
        try (InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the build lacks " + resource);
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same for the same content only, so that a name made of it may be kept for ever. */
    public String hash() {
        return hash;
    }

    /** In bytes. */
    public int compressedSize() {
        return compressed.length();
    }

    /** Answers with the file, or that it has not changed since it was last asked for. */
    public void answer(RoutingContext context, String cacheControl) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        String tag = '"' + hash + '"';
        response.putHeader(HttpHeaderNames.CACHE_CONTROL, cacheControl)
                .putHeader(HttpHeaderNames.ETAG, tag)
                .putHeader(HttpHeaderNames.VARY, "Accept-Encoding");
        if (tag.equals(request.getHeader(HttpHeaderNames.IF_NONE_MATCH))) {
            response.setStatusCode(NOT_MODIFIED).end().onFailure(context::fail);
            return;
        }
        response.putHeader(HttpHeaderNames.CONTENT_TYPE, type);
        String accepted = request.getHeader(HttpHeaderNames.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaderNames.CONTENT_ENCODING, "gzip");
            response.end(compressed).onFailure(context::fail);
        } else {
            response.end(Buffer.buffer(gunzip(compressed.getBytes()))).onFailure(context::fail);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] gunzip(byte[] compressed) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return gzip.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
