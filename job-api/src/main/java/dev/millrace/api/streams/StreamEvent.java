package dev.millrace.api.streams;

import io.vertx.core.buffer.Buffer;

/**
 * An event as it is sent; the same one goes to every client that is to see it.
 *
 * @param name what it is, for the client
 */
public record StreamEvent(String name, Buffer bytes) {
    /** An event with JSON for its data. */
    public static StreamEvent of(String name, String json) {
        return of(name, null, json);
    }

    /** @param id what the client may go on after, or null */
    public static StreamEvent of(String name, String id, String json) {
        StringBuilder text = new StringBuilder(json.length() + 64);
        text.append("event: ").append(name).append('\n');
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        for (String line : json.split("\r\n|\r|\n", -1)) {
            text.append("data: ").append(line).append('\n');
        }
        return new StreamEvent(name, Buffer.buffer(text.append('\n').toString()));
    }
}
