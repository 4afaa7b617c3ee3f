package dev.millrace.core.messaging;

import dev.millrace.core.job.Priority;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One priority of one logical queue: the unit that tickets are published to and consumed from.
 *
 * @param queue the logical queue's name, {@code [a-z][a-z0-9-]{0,62}}; without a dot, so that a routing key names one
 *     lane
 * @param priority which of the queue's three lanes
 */
public record Lane(String queue, Priority priority) {
    private static final Pattern QUEUE_NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException when the queue's name is not allowed */
    public Lane {
        Objects.requireNonNull(priority);
        if (!QUEUE_NAME.matcher(queue).matches()) {
            throw new IllegalArgumentException("a queue's name is " + QUEUE_NAME.pattern() + ", not " + queue);
        }
    }

    @Override
    public String toString() {
        return queue + "/" + priority.wireName();
    }
}
