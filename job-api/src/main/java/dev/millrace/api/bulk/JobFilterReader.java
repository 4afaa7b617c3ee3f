package dev.millrace.api.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.json.Fields;
import dev.millrace.api.json.Pointers;
import dev.millrace.api.json.StorableJson;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.core.bulk.BulkScope;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.listing.JobFilter;
import dev.millrace.core.listing.PayloadMatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads a filter of jobs from JSON. Its names are those of the query parameters of the list of jobs, and {@code ids}, which
 * names jobs one by one; each value is one string or an array of them. An empty array is refused: whoever has nothing to choose
 * from does not mean everything.
 */
final class JobFilterReader {
    private static final int MOST_VALUES = 50;
    private static final int MOST_IDS = 1_000;
    private static final int LONGEST_VALUE = 200;
    private static final int MOST_MATCHES = 20;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final String STATUSES =
            Arrays.stream(JobStatus.values()).map(JobStatus::wireName).collect(Collectors.joining(", "));

    private final Fields fields;
    private final String pointer;
    private final Redaction redaction;
    private final Violations violations;

    private JobFilterReader(Fields fields, String pointer, Redaction redaction, Violations violations) {
        this.fields = fields;
        this.pointer = pointer;
        this.redaction = redaction;
        this.violations = violations;
    }

    /** The jobs that the filter {@code value} means; everything that is wrong with it is noted. */
    static BulkScope read(JsonNode value, String pointer, Redaction redaction, Violations violations) {
        return read(value, pointer, redaction, violations, true);
    }

    /** As {@link #read}, of dead letters alone, whose status is no question. */
    static BulkScope readOfDeadLetters(JsonNode value, String pointer, Redaction redaction, Violations violations) {
        BulkScope scope = read(value, pointer, redaction, violations, false);
        return new BulkScope(
                scope.ids(),
                scope.filter().but().statuses(List.of(JobStatus.DEAD)).build());
    }

    private static BulkScope read(
            JsonNode value, String pointer, Redaction redaction, Violations violations, boolean anyStatus) {
        Fields fields = Fields.of(value, pointer, violations);
        if (fields == null) {
            return BulkScope.EVERYTHING;
        }
        StorableJson.check(value, pointer, violations);
        JobFilterReader reader = new JobFilterReader(fields, pointer, redaction, violations);
        BulkScope scope = new BulkScope(reader.ids("ids", MOST_IDS), reader.filter(anyStatus));
        fields.refuseUnknown();
        return scope;
    }

    private JobFilter filter(boolean anyStatus) {
        return JobFilter.builder()
                .statuses(anyStatus ? values("status", JobStatus::find, STATUSES) : List.of())
                .types(texts("job_type"))
                .queues(texts("queue"))
                .priorities(values("priority", Priority::ofWireName, "high, medium, low"))
                .tags(texts("tag"))
                .workerIds(ids("worker_id", MOST_VALUES))
                .scheduleIds(ids("schedule_id", MOST_VALUES))
                .fingerprints(texts("fingerprint"))
                .createdAfter(time("created_after"))
                .createdBefore(time("created_before"))
                .finishedAfter(time("finished_after"))
                .finishedBefore(time("finished_before"))
                .payload(payload())
                .build();
    }

    private List<String> texts(String name) {
        return texts(name, MOST_VALUES);
    }

    private List<String> texts(String name, int most) {
        JsonNode value = fields.value(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (value.isTextual()) {
            String text = fields.text(name);
            if (text != null && (text.isEmpty() || text.length() > LONGEST_VALUE)) {
                fields.refuse(name, "must have 1 to " + LONGEST_VALUE + " characters");
            }
            return text == null ? List.of() : List.of(text);
        }
        if (!value.isArray()) {
            fields.refuse(name, "must be a string or an array of strings, not " + Fields.kind(value));
            return List.of();
        }
        if (value.isEmpty()) {
            fields.refuse(name, "is empty and would find nothing; leave it out to find any");
            return List.of();
        }
        List<String> texts = fields.texts(name, most, LONGEST_VALUE);
        Set<String> distinct = texts == null ? Set.of() : new LinkedHashSet<>(texts);
        return List.copyOf(distinct);
    }

    private <T> List<T> values(String name, Function<String, Optional<T>> read, String allowed) {
        return values(texts(name), name, read, allowed);
    }

    private <T> List<T> values(List<String> texts, String name, Function<String, Optional<T>> read, String allowed) {
        List<T> values = new ArrayList<>();
        for (String text : texts) {
            read.apply(text)
                    .ifPresentOrElse(
                            values::add,
                            () -> fields.refuse(name, "cannot be " + Shown.briefly(text) + "; allowed: " + allowed));
        }
        return values;
    }

    private List<UUID> ids(String name, int most) {
        return values(texts(name, most), name, JobIdText::parse, "ids such as 0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01");
    }

    private Instant time(String name) {
        Instant time = fields.time(name);
        if (time != null && !(time.isAfter(Instant.EPOCH) && time.isBefore(LATEST))) {
            fields.refuse(name, "must be a time from 1970 to 9998");
            return null;
        }
        return time;
    }

    private List<PayloadMatch> payload() {
        JsonNode asked = fields.value("payload");
        if (asked == null || asked.isNull()) {
            return List.of();
        }
        String within = Pointers.child(pointer, "payload");
        if (!asked.isObject() || asked.isEmpty() || asked.size() > MOST_MATCHES) {
            violations.add(
                    within,
                    "must be an object of 1 to " + MOST_MATCHES + " values by their path, such as {\"user.id\": 42}");
            return List.of();
        }
        List<PayloadMatch> matches = new ArrayList<>();
        for (Map.Entry<String, JsonNode> match : asked.properties()) {
            String at = Pointers.child(within, Shown.briefly(match.getKey()));
            if (match.getValue().isContainerNode()) {
                violations.add(at, "must be one plain value; name what is within by its path, such as user.id");
                continue;
            }
            try {
                PayloadMatch read =
                        PayloadMatch.of(match.getKey(), match.getValue().asText());
                redaction.refuseLookingAt(read.path(), at, violations);
                matches.add(read);
            } catch (IllegalArgumentException unfit) {
                violations.add(at, unfit.getMessage());
            }
        }
        return matches;
    }
}
