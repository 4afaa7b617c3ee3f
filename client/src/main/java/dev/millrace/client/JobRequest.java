package dev.millrace.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A job to be submitted. What is null is the job type's default.
 *
 * @param payload anything that Jackson writes as a JSON object; names of records and beans are written in snake_case, times as
 *     ISO-8601
 * @param maxRetries 0 to 100; executions are at most one more
 * @param runAt when it is due, up to ten years from now; not with {@code delay}
 * @param delay how long after its acceptance it is due, up to ten years
 * @param timeout how long an attempt may take, 1 s to a day, in whole seconds (rounded up)
 * @param uniqueKey refuses the job while another live one holds it, 1 to 255 characters
 * @param tags up to 20, of up to 100 characters
 */
public record JobRequest(
        String jobType,
        Object payload,
        Priority priority,
        String queue,
        Integer maxRetries,
        RetryPolicy retry,
        Instant runAt,
        Duration delay,
        Duration timeout,
        String uniqueKey,
        List<String> tags) {
    public JobRequest {
        Objects.requireNonNull(jobType, "jobType");
        tags = tags == null ? null : List.copyOf(tags);
    }

    /** A job with its type's defaults. */
    public static JobRequest of(String jobType, Object payload) {
        return new JobRequest(jobType, payload, null, null, null, null, null, null, null, null, null);
    }

    /** A job that differs from its type's defaults. */
    public static Builder builder(String jobType) {
        return new Builder(jobType);
    }

    /** Says what differs from the type's defaults; each method is described with the record's component of its name. */
    public static final class Builder {
        private final String jobType;
        private Object payload;
        private Priority priority;
        private String queue;
        private Integer maxRetries;
        private RetryPolicy retry;
        private Instant runAt;
        private Duration delay;
        private Duration timeout;
        private String uniqueKey;
        private List<String> tags;

        private Builder(String jobType) {
            this.jobType = jobType;
        }

        public Builder payload(Object value) {
            payload = value;
            return this;
        }

        public Builder priority(Priority value) {
            priority = value;
            return this;
        }

        public Builder queue(String value) {
            queue = value;
            return this;
        }

        public Builder maxRetries(int value) {
            maxRetries = value;
            return this;
        }

        /** Waits for {@code base} after the first failure, twice as long after each further one, {@code max} at most. */
        public Builder retry(Duration base, Duration max) {
            retry = new RetryPolicy(base, max);
            return this;
        }

        public Builder runAt(Instant value) {
            runAt = value;
            return this;
        }

        public Builder delay(Duration value) {
            delay = value;
            return this;
        }

        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        public Builder uniqueKey(String value) {
            uniqueKey = value;
            return this;
        }

        public Builder tags(String... values) {
            tags = List.of(values);
            return this;
        }

        public JobRequest build() {
            return new JobRequest(
                    jobType, payload, priority, queue, maxRetries, retry, runAt, delay, timeout, uniqueKey, tags);
        }
    }
}
