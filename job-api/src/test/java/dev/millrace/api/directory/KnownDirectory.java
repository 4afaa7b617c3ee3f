package dev.millrace.api.directory;

import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.store.JobTypeCard;
import dev.millrace.core.store.Queues.QueueState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A directory for tests: the types {@code any} and {@code greet}, the queues {@code default} and {@code mail}. */
public final class KnownDirectory {
    /** Refuses all that its schema does not allow. */
    public static final JobTypeCard GREET = new JobTypeCard(
            "greet",
            "Greets somebody.",
            """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["to"],
             "properties": {"to": {"type": "string", "format": "email"},
                            "times": {"type": "array", "items": {"type": "integer", "minimum": 1}}},
             "additionalProperties": false}
            """,
            "{\"to\": \"ada@example.org\"}",
            7,
            new RetryPolicy(Duration.ofSeconds(4), Duration.ofSeconds(40)),
            Duration.ofMinutes(5),
            3,
            "default");

    /** Allows everything. */
    public static final JobTypeCard ANY = new JobTypeCard(
            "any", "Takes anything.", "{}", "{}", 3, RetryPolicy.DEFAULT, Duration.ofHours(1), 100, "default");

    private KnownDirectory() {}

    public static DirectorySnapshot snapshot() {
        return snapshot(ANY, GREET);
    }

    /** A directory of these types, and of the queues default and mail. */
    public static DirectorySnapshot snapshot(JobTypeCard... types) {
        return DirectorySnapshot.EMPTY.next(
                List.of(types),
                List.of(
                        new QueueState("default", Instant.EPOCH, null, null, null),
                        new QueueState("mail", Instant.EPOCH, null, null, null)));
    }
}
