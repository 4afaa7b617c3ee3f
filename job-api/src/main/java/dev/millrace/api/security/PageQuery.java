package dev.millrace.api.security;

import dev.millrace.api.paging.Cursor;
import dev.millrace.api.paging.Page;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violations;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.listing.SortValue;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which page of which list is asked for.
 *
 * @param filter what the list is narrowed to
 * @param identity what the list shows; its cursors are bound to it
 * @param after the end of the page before, or null for the first
 * @param limit 1..200
 */
public record PageQuery<F>(F filter, String identity, ListPosition after, int limit) {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

    /**
     * Reads the query of a list.
     *
     * @param list the list's name
     * @param filter reads what the list is narrowed to; it must write itself the same way whenever it says the same
     */
    public static <F> Checked<PageQuery<F>> read(
            String list, MultivaluedMap<String, String> parameters, BiFunction<QueryFields, Violations, F> filter) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        F narrowed = filter.apply(fields, violations);
        int limit = fields.integer("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        String cursor = fields.text("cursor");
        fields.refuseUnknown();
        if (!violations.isEmpty()) {
            return Checked.refused(violations.toProblem());
        }
        String identity = list + narrowed;
        if (cursor == null) {
            return Checked.sound(new PageQuery<>(narrowed, identity, null, limit));
        }
        Optional<ListPosition> after =
                Cursor.read(identity, cursor).filter(position -> position.value() instanceof SortValue.Time);
        return after.isPresent()
                ? Checked.sound(new PageQuery<>(narrowed, identity, after.get(), limit))
                : Checked.refused(Problem.of(
                        ProblemType.CURSOR_REFUSED,
                        "the cursor is not one of this list; use next_cursor with the same filters, or begin without a"
                                + " cursor"));
    }

    /** One more than the page holds, to see whether anything follows. */
    public int readLimit() {
        return limit + 1;
    }

    /** The page, from what was read with {@link #readLimit}. */
    public <T, V> Page<V> page(List<T> read, Function<T, ListPosition> position, Function<T, V> view) {
        boolean more = read.size() > limit;
        List<T> shown = more ? read.subList(0, limit) : read;
        String next = more ? Cursor.write(identity, position.apply(shown.getLast())) : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }
}
