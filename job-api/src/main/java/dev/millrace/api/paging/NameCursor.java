package dev.millrace.api.paging;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The end of a page of a list that is sorted by name; opaque, and bound to its list like a {@link Cursor}. */
public final class NameCursor {
    private static final int BINDING_BYTES = 8;
    private static final int LONGEST = 2_000;

    private NameCursor() {}

    /**
     * Writes a cursor.
     *
     * @param list what the list shows, always written the same way
     * @param name the last name of the page
     */
    public static String write(String list, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(BINDING_BYTES + text.length)
                .put(binding(list))
                .put(text)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The name after which the page begins; empty when the cursor was not written for this list. */
    public static Optional<String> read(String list, String cursor) {
        if (cursor.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length <= BINDING_BYTES || !Arrays.equals(Arrays.copyOf(bytes, BINDING_BYTES), binding(list))) {
                return Optional.empty();
            }
            CharBuffer name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, BINDING_BYTES, bytes.length - BINDING_BYTES));
            return name.toString().indexOf('\0') < 0 ? Optional.of(name.toString()) : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException unreadable) {
            return Optional.empty();
        }
    }

    private static byte[] binding(String list) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(list.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, BINDING_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
