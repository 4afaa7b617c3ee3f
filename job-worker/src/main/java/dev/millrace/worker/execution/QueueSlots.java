package dev.millrace.worker.execution;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue to serve, and with how many slots; written {@code name} or {@code name:slots}.
 *
 * @param queue its name
 * @param slots 1..10,000; absent: {@code millrace.worker.slots}
 */
public record QueueSlots(String queue, OptionalInt slots) {
    /** The most slots of a queue. */
    public static final int MOST = 10_000;

    private static final Pattern SHAPE = Pattern.compile("(?<queue>[a-z][a-z0-9-]{0,62})(:(?<slots>[0-9]{1,5}))?");

    /** @throws IllegalArgumentException when {@code text} is neither form */
    public static QueueSlots of(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a queue to serve is written name or name:slots, such as media:2, not " + text);
        }
        String slots = matcher.group("slots");
        if (slots == null) {
            return new QueueSlots(matcher.group("queue"), OptionalInt.empty());
        }
        int number = Integer.parseInt(slots);
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("a queue has 1.." + MOST + " slots, not " + text);
        }
        return new QueueSlots(matcher.group("queue"), OptionalInt.of(number));
    }
}
