package dev.millrace.api.jobs;

import dev.millrace.api.paging.Cursor;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.listing.JobFilter;
import dev.millrace.core.listing.JobSort;
import dev.millrace.core.listing.ListOrder;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.listing.PayloadMatch;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which page of which list of jobs a client asks for.
 *
 * @param identity what the list shows and how it is sorted; its cursors are bound to it
 * @param after the end of the page before, or null for the first
 */
public record JobListQuery(JobFilter filter, ListOrder order, String identity, ListPosition after, int limit) {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;
    private static final int MOST_PAYLOAD_MATCHES = 5;
    private static final String PAYLOAD = "payload.";
    private static final String STATUSES =
            Arrays.stream(JobStatus.values()).map(JobStatus::wireName).collect(Collectors.joining(", "));
    private static final String SORTS =
            Arrays.stream(JobSort.values()).map(JobSort::wireName).collect(Collectors.joining(", "));

    /** Reads the query of a list of jobs; none may look at what is masked. */
    public static Checked<JobListQuery> ofJobs(MultivaluedMap<String, String> parameters, Redaction redaction) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        return read(fields, "jobs", ofAnyStatus(fields, redaction, violations), ListOrder.NEWEST_FIRST, violations);
    }

    /** Reads the query of a list of the jobs that a schedule fired, which has the filters of any list but that one. */
    public static Checked<JobListQuery> ofSchedule(
            UUID scheduleId, MultivaluedMap<String, String> parameters, Redaction redaction) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        JobFilter filter = filter(fields, statuses(fields), List.of(scheduleId), redaction, violations);
        return read(fields, "jobs of a schedule", filter, ListOrder.NEWEST_FIRST, violations);
    }

    /** Reads the query of a list of dead letters, of which the latest to die come first unless asked otherwise. */
    public static Checked<JobListQuery> ofDeadLetters(MultivaluedMap<String, String> parameters, Redaction redaction) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        JobFilter filter = filter(fields, List.of(JobStatus.DEAD), schedules(fields), redaction, violations);
        return read(fields, "dead letters", filter, ListOrder.LATEST_END_FIRST, violations);
    }

    /** Reads the filters of a count of jobs, which has neither order nor pages. */
    static Checked<JobFilter> ofCount(MultivaluedMap<String, String> parameters, Redaction redaction) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        JobFilter filter = ofAnyStatus(fields, redaction, violations);
        fields.refuseUnknown();
        return violations.isEmpty() ? Checked.sound(filter) : Checked.refused(violations.toProblem());
    }

    /** The cursor that leads to what follows {@code position}; null when nothing does. */
    public String cursor(ListPosition position) {
        return position == null ? null : Cursor.write(identity, position);
    }

    private static JobFilter ofAnyStatus(QueryFields fields, Redaction redaction, Violations violations) {
        return filter(fields, statuses(fields), schedules(fields), redaction, violations);
    }

    private static List<JobStatus> statuses(QueryFields fields) {
        return fields.values("status", JobStatus::find, STATUSES);
    }

    private static List<UUID> schedules(QueryFields fields) {
        return ids(fields, "schedule_id");
    }

    private static JobFilter filter(
            QueryFields fields,
            List<JobStatus> statuses,
            List<UUID> scheduleIds,
            Redaction redaction,
            Violations violations) {
        return JobFilter.builder()
                .statuses(statuses)
                .types(fields.texts("job_type"))
                .queues(fields.texts("queue"))
                .priorities(fields.values("priority", Priority::ofWireName, "high, medium, low"))
                .tags(fields.texts("tag"))
                .workerIds(ids(fields, "worker_id"))
                .scheduleIds(scheduleIds)
                .fingerprints(fields.texts("fingerprint"))
                .createdAfter(fields.time("created_after"))
                .createdBefore(fields.time("created_before"))
                .finishedAfter(fields.time("finished_after"))
                .finishedBefore(fields.time("finished_before"))
                .payload(payload(fields, redaction, violations))
                .build();
    }

    private static List<UUID> ids(QueryFields fields, String name) {
        return fields.values(name, JobIdText::parse, "UUIDs such as 0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01");
    }

    private static List<PayloadMatch> payload(QueryFields fields, Redaction redaction, Violations violations) {
        Map<String, String> asked = fields.under(PAYLOAD);
        if (asked.size() > MOST_PAYLOAD_MATCHES) {
            violations.add(
                    "payload",
                    "is asked for at " + asked.size() + " places; at most " + MOST_PAYLOAD_MATCHES + " are allowed");
            return List.of();
        }
        List<PayloadMatch> matches = new ArrayList<>();
        asked.forEach((path, value) -> {
            try {
                PayloadMatch match = PayloadMatch.of(path, value);
                redaction.refuseLookingAt(match.path(), PAYLOAD + path, violations);
                matches.add(match);
            } catch (IllegalArgumentException refused) {
                violations.add(
                        PAYLOAD + path,
                        "must be 1 to " + PayloadMatch.DEEPEST + " names joined by dots, and a value of at most "
                                + PayloadMatch.LONGEST_VALUE + " characters");
            }
        });
        return matches;
    }

    private static ListOrder order(QueryFields fields, ListOrder usual, Violations violations) {
        String sort = fields.text("sort");
        if (sort == null) {
            return usual;
        }
        Optional<ListOrder> order = ListOrder.find(sort);
        if (order.isEmpty()) {
            violations.add("sort", "must be one of " + SORTS + ", or one with - before it to begin at the other end");
        }
        return order.orElse(usual);
    }

    private static Checked<JobListQuery> read(
            QueryFields fields, String list, JobFilter filter, ListOrder usual, Violations violations) {
        ListOrder order = order(fields, usual, violations);
        int limit = fields.integer("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        String cursor = fields.text("cursor");
        fields.refuseUnknown();
        if (!violations.isEmpty()) {
            return Checked.refused(violations.toProblem());
        }
        // A record writes itself the same way whenever it holds the same.
        String identity = list + filter + order;
        if (cursor == null) {
            return Checked.sound(new JobListQuery(filter, order, identity, null, limit));
        }
        Optional<ListPosition> after = Cursor.read(identity, order.sort().kind(), cursor);
        return after.isPresent()
                ? Checked.sound(new JobListQuery(filter, order, identity, after.get(), limit))
                : Checked.refused(Problem.cursorRefused());
    }
}
