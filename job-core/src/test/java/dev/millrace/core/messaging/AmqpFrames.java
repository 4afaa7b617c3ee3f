package dev.millrace.core.messaging;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Frames that the broker would send in trouble that a test cannot cause: an alarm. */
final class AmqpFrames {
    private static final int METHOD_FRAME = 1;
    private static final int FRAME_END = 0xCE;
    private static final int CONNECTION_CLASS = 10;
    private static final int BLOCKED_METHOD = 60;
    private static final int UNBLOCKED_METHOD = 61;

    private AmqpFrames() {}

    static byte[] connectionBlocked(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        var argument = new byte[text.length + 1];
        argument[0] = (byte) text.length;
        System.arraycopy(text, 0, argument, 1, text.length);
        return method(BLOCKED_METHOD, argument);
    }

    static byte[] connectionUnblocked() {
        return method(UNBLOCKED_METHOD, new byte[0]);
    }

    private static byte[] method(int method, byte[] arguments) {
        var bytes = new ByteArrayOutputStream();
        var frame = new DataOutputStream(bytes);
        try {
            frame.writeByte(METHOD_FRAME);
            frame.writeShort(0);
            frame.writeInt(4 + arguments.length);
            frame.writeShort(CONNECTION_CLASS);
            frame.writeShort(method);
            frame.write(arguments);
            frame.writeByte(FRAME_END);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
