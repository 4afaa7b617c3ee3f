package dev.millrace.api.jobs;

import dev.millrace.api.paging.Cursor;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violations;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.listing.JobFilter;
import dev.millrace.core.listing.ListOrder;
import dev.millrace.core.listing.ListPosition;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    private static final String STATUSES =
            Arrays.stream(JobStatus.values()).map(JobStatus::wireName).collect(Collectors.joining(", "));

    /** Reads the query of a list of jobs. */
    static Checked<JobListQuery> ofJobs(MultivaluedMap<String, String> parameters) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        List<JobStatus> statuses = fields.values("status", JobStatus::find, STATUSES);
        JobFilter filter = filter(fields, statuses);
        ListOrder order = order(fields, violations);
        return read(fields, "jobs", filter, order, violations);
    }

    /** Reads the query of a list of dead letters, which is always sorted by their death. */
    public static Checked<JobListQuery> ofDeadLetters(MultivaluedMap<String, String> parameters) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        return read(fields, "dead-letters", filter(fields, List.of()), ListOrder.NEWEST_FIRST, violations);
    }

    /** The cursor that leads to what follows {@code position}; null when nothing does. */
    public String cursor(ListPosition position) {
        return position == null ? null : Cursor.write(identity, position);
    }

    private static JobFilter filter(QueryFields fields, List<JobStatus> statuses) {
        return JobFilter.builder()
                .statuses(statuses)
                .types(fields.texts("job_type"))
                .queues(fields.texts("queue"))
                .priorities(fields.values("priority", Priority::ofWireName, "high, medium, low"))
                .tags(fields.texts("tag"))
                .createdAfter(fields.time("created_after"))
                .createdBefore(fields.time("created_before"))
                .build();
    }

    private static ListOrder order(QueryFields fields, Violations violations) {
        String sort = fields.text("sort");
        if (sort == null || sort.equals("-created_at")) {
            return ListOrder.NEWEST_FIRST;
        }
        if (!sort.equals("created_at")) {
            violations.add("sort", "must be created_at or -created_at");
        }
        return ListOrder.OLDEST_FIRST;
    }

    private static Checked<JobListQuery> read(
            QueryFields fields, String list, JobFilter filter, ListOrder order, Violations violations) {
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
        Optional<ListPosition> after = Cursor.read(identity, cursor);
        return after.isPresent()
                ? Checked.sound(new JobListQuery(filter, order, identity, after.get(), limit))
                : Checked.refused(Problem.of(
                        ProblemType.CURSOR_REFUSED,
                        "the cursor is not one of this list; use next_cursor with the same filters and sort, or begin"
                                + " without a cursor"));
    }
}
