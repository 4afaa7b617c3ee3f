package dev.millrace.api.schedules;

import dev.millrace.api.paging.NameCursor;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violations;
import dev.millrace.core.store.ScheduleFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which page of which list of schedules a client asks for.
 *
 * @param after the last name of the page before, or null for the first
 */
record ScheduleListQuery(ScheduleFilter filter, String after, int limit) {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

    static Checked<ScheduleListQuery> read(MultivaluedMap<String, String> parameters) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        List<Boolean> enabled = fields.values("enabled", ScheduleListQuery::flag, "true, false");
        String part = fields.text("name");
        ScheduleFilter filter = new ScheduleFilter(
                enabled.size() == 1 ? enabled.getFirst() : null,
                fields.texts("job_type"),
                fields.texts("queue"),
                part == null || part.isEmpty() ? null : part.toLowerCase(Locale.ROOT));
        int limit = fields.integer("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        String cursor = fields.text("cursor");
        fields.refuseUnknown();
        if (!violations.isEmpty()) {
            return Checked.refused(violations.toProblem());
        }
        if (cursor == null) {
            return Checked.sound(new ScheduleListQuery(filter, null, limit));
        }
        return NameCursor.read(identity(filter), cursor)
                .<Checked<ScheduleListQuery>>map(after -> Checked.sound(new ScheduleListQuery(filter, after, limit)))
                .orElseGet(() -> Checked.refused(Problem.of(
                        ProblemType.CURSOR_REFUSED,
                        "the cursor is not one of this list; use next_cursor with the same filters, or begin without a"
                                + " cursor")));
    }

    /** The cursor that leads to what follows the schedule of this name. */
    String cursor(String last) {
        return NameCursor.write(identity(filter), last);
    }

    private static String identity(ScheduleFilter filter) {
        // A record writes itself the same way whenever it holds the same.
        return "schedules" + filter;
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
