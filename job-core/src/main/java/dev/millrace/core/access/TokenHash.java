package dev.millrace.core.access;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HexFormat;

/** The keyed hash of a session's token, as the database keeps it. Never printed. */
public final class TokenHash {
    private final byte[] bytes;

    /** @param bytes 32 of them */
    public TokenHash(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    Buffer buffer() {
        return Buffer.buffer(bytes.clone());
    }

    /** As hexadecimal digits, to look it up by. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "TokenHash[hidden]";
    }
}
