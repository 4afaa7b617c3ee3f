package dev.millrace.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.directory.DirectorySnapshot;
import dev.millrace.api.directory.KnownJobType;
import dev.millrace.api.json.Fields;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.store.JobTypeCard;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads one submission: checks every field against the contract and the payload against its type's schema, and notes all
 * that is wrong. What is absent comes from the job type, or from the contract.
 */
@Singleton
public class SubmissionReader {
    /** The queue of jobs that name none, and whose type names none. */
    public static final String DEFAULT_QUEUE = "default";
    /** What a queue may be named. */
    public static final Pattern QUEUE_NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** The most retries that a job may be given. */
    public static final int MOST_RETRIES = 100;

    private static final int LONGEST_TIMEOUT_SECONDS = 86_400;
    private static final int MOST_TAGS = 20;
    private static final int LONGEST_TAG = 100;
    private static final int LONGEST_UNIQUE_KEY = 255;
    /** Ten years; nothing waits longer. */
    private static final Duration HORIZON = Duration.ofDays(3_653);

    private static final BigDecimal HORIZON_SECONDS = BigDecimal.valueOf(HORIZON.toSeconds());
    private static final BigDecimal SHORTEST_BASE_SECONDS = new BigDecimal("0.001");
    private static final int NANOSECONDS = 9;

    private final JobIds ids;
    private final Clock clock;
    private final PayloadReader payloads;

    public SubmissionReader(JobIds ids, Clock clock, PayloadReader payloads) {
        this.ids = ids;
        this.clock = clock;
        this.payloads = payloads;
    }

    /**
     * The job that {@code submission} asks for; null when something about it is wrong, which is then noted.
     *
     * @param pointer where the submission stands in the request
     * @param traceparent of the request, or null
     */
    public NewJob read(
            JsonNode submission,
            String pointer,
            DirectorySnapshot directory,
            String traceparent,
            Violations violations) {
        int before = violations.count();
        Fields fields = Fields.of(submission, pointer, violations);
        if (fields == null) {
            return null;
        }
        KnownJobType type = jobType(fields, directory);
        JsonNode payload = payloads.fresh(fields, type, violations);
        String queue = queue(fields, type, directory);
        Priority priority = priority(fields);
        Integer maxRetries = fields.integer("max_retries", 0, MOST_RETRIES);
        RetryPolicy retry = retry(fields, type);
        Integer timeoutSeconds = fields.integer("timeout_seconds", 1, LONGEST_TIMEOUT_SECONDS);
        Instant runAt = runAt(fields);
        Duration delay = delay(fields);
        if (runAt != null && delay != null) {
            fields.refuse("delay_seconds", "cannot be given together with run_at");
        }
        String uniqueKey = uniqueKey(fields);
        List<String> tags = tags(fields);
        fields.refuseUnknown();
        if (violations.count() > before || type == null) {
            return null;
        }
        JobTypeCard card = type.card();
        return new NewJob(
                ids.next(),
                card.name(),
                queue,
                priority,
                payload.toString(),
                maxRetries == null ? card.maxRetries() : maxRetries,
                retry,
                timeoutSeconds == null ? card.timeout() : Duration.ofSeconds(timeoutSeconds),
                runAt,
                delay,
                card.ticketSize(),
                uniqueKey,
                tags == null ? List.of() : tags,
                null,
                null,
                traceparent);
    }

    /** The type named by {@code job_type}; null when there is none, which is noted. */
    public static KnownJobType jobType(Fields fields, DirectorySnapshot directory) {
        String name = fields.requiredText("job_type");
        if (name == null) {
            return null;
        }
        KnownJobType type = directory.jobType(name);
        if (type == null) {
            fields.refuse(
                    "job_type",
                    "no worker has registered the type " + Shown.briefly(name) + "; known: "
                            + directory.jobTypeNames());
        }
        return type;
    }

    /** The name of the {@code queue}, or its type's; whatever is wrong with it is noted. */
    public static String queue(Fields fields, KnownJobType type, DirectorySnapshot directory) {
        String named = fields.text("queue");
        String standard = type == null ? DEFAULT_QUEUE : type.card().queue();
        String name = named == null ? standard : named;
        if (!QUEUE_NAME.matcher(name).matches()) {
            fields.refuse("queue", "must match " + QUEUE_NAME.pattern());
        } else if (directory.queue(name) == null) {
            fields.refuse("queue", "no worker serves the queue " + name + "; known: " + directory.queueNames());
        }
        return name;
    }

    /** The {@code priority}, or the medium one; null when it is wrong, which is noted. */
    public static Priority priority(Fields fields) {
        String name = fields.text("priority");
        if (name == null) {
            return Priority.MEDIUM;
        }
        return Priority.ofWireName(name).orElseGet(() -> {
            fields.refuse("priority", "must be high, medium or low");
            return null;
        });
    }

    /** The {@code tags}, or null; whatever is wrong with them is noted. */
    public static List<String> tags(Fields fields) {
        return fields.texts("tags", MOST_TAGS, LONGEST_TAG);
    }

    private static String uniqueKey(Fields fields) {
        String key = fields.text("unique_key");
        if (key != null && (key.isBlank() || key.length() > LONGEST_UNIQUE_KEY)) {
            fields.refuse("unique_key", "must have 1 to " + LONGEST_UNIQUE_KEY + " characters");
            return null;
        }
        return key;
    }

    private static RetryPolicy retry(Fields fields, KnownJobType type) {
        RetryPolicy standard = type == null ? RetryPolicy.DEFAULT : type.card().retry();
        Fields given = fields.fields("retry");
        if (given == null) {
            return standard;
        }
        BigDecimal baseSeconds = given.number("base_seconds", SHORTEST_BASE_SECONDS, HORIZON_SECONDS);
        BigDecimal maxSeconds = given.number("max_seconds", SHORTEST_BASE_SECONDS, HORIZON_SECONDS);
        given.refuseUnknown();
        Duration base = baseSeconds == null ? standard.base() : duration(baseSeconds);
        Duration max = maxSeconds == null ? longer(base, standard.max()) : duration(maxSeconds);
        if (max.compareTo(base) < 0) {
            given.refuse("max_seconds", "must be at least base_seconds");
            return standard;
        }
        return new RetryPolicy(base, max);
    }

    /** The {@code run_at}, or null; whatever is wrong with it is noted. */
    public Instant runAt(Fields fields) {
        Instant runAt = fields.time("run_at");
        if (runAt == null) {
            return null;
        }
        if (runAt.isBefore(Instant.EPOCH) || runAt.isAfter(clock.instant().plus(HORIZON))) {
            fields.refuse("run_at", "must lie between 1970 and ten years from now");
            return null;
        }
        return runAt;
    }

    private static Duration delay(Fields fields) {
        BigDecimal seconds = fields.number("delay_seconds", BigDecimal.ZERO, HORIZON_SECONDS);
        return seconds == null ? null : duration(seconds);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration duration(BigDecimal seconds) {
        return Duration.ofNanos(seconds.setScale(NANOSECONDS, RoundingMode.DOWN)
                .movePointRight(NANOSECONDS)
                .longValueExact());
    }
}
