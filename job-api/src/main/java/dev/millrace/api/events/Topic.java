package dev.millrace.api.events;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a dashboard may watch; each is an event of the same name. */
enum Topic {
    /** As GET /stats. */
    STATS,
    /** As GET /queues. */
    QUEUES,
    /** As GET /workers. */
    WORKERS,
    /** How many dead letters there are, and the latest. */
    DEAD,
    /** The newest jobs. */
    JOBS;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Topic> find(String wireName) {
        return Stream.of(values())
                .filter(topic -> topic.wireName().equals(wireName))
                .findFirst();
    }
}
