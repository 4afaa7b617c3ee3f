package dev.millrace.bench.load;

import java.nio.ByteBuffer;

/** Is told of every answer. */
@FunctionalInterface
public interface HttpAnswers {
    /**
     * An answer is whole.
     *
     * @param status the HTTP status
     * @param body valid only during the call
     * @param sent when the request was sent, as {@link System#nanoTime} has it
     * @param received when its answer was complete
     */
    void answered(int status, ByteBuffer body, long sent, long received);
}
