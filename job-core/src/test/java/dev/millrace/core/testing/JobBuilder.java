package dev.millrace.core.testing;

import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** New jobs for tests: a plain one, but for what the test says. */
public final class JobBuilder {
    private static final JobIds IDS = new TimeOrderedJobIds();

    private UUID id = IDS.next();
    private String type = "noop";
    private String queue = "default";
    private Priority priority = Priority.MEDIUM;
    private String payload = "{}";
    private int maxRetries = 3;
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private Duration timeout = Duration.ofMinutes(1);
    private Instant runAt;
    private Duration delay;
    private int ticketSize = 10;
    private String uniqueKey;
    private List<String> tags = List.of();

    private JobBuilder() {}

    public static JobBuilder aJob() {
        return new JobBuilder();
    }

    public JobBuilder id(UUID value) {
        id = value;
        return this;
    }

    public JobBuilder type(String value) {
        type = value;
        return this;
    }

    public JobBuilder queue(String value) {
        queue = value;
        return this;
    }

    public JobBuilder priority(Priority value) {
        priority = value;
        return this;
    }

    public JobBuilder payload(String value) {
        payload = value;
        return this;
    }

    public JobBuilder maxRetries(int value) {
        maxRetries = value;
        return this;
    }

    public JobBuilder retry(Duration base, Duration max) {
        retry = new RetryPolicy(base, max);
        return this;
    }

    public JobBuilder timeout(Duration value) {
        timeout = value;
        return this;
    }

    public JobBuilder runAt(Instant value) {
        runAt = value;
        return this;
    }

    public JobBuilder delay(Duration value) {
        delay = value;
        return this;
    }

    public JobBuilder ticketSize(int value) {
        ticketSize = value;
        return this;
    }

    public JobBuilder uniqueKey(String value) {
        uniqueKey = value;
        return this;
    }

    public JobBuilder tags(String... values) {
        tags = List.of(values);
        return this;
    }

    public NewJob build() {
        return new NewJob(
                id,
                type,
                queue,
                priority,
                payload,
                maxRetries,
                retry,
                timeout,
                runAt,
                delay,
                ticketSize,
                uniqueKey,
                tags,
                null,
                null,
                null);
    }
}
