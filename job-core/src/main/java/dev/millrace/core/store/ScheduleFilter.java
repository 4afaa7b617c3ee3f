package dev.millrace.core.store;

import java.util.List;

/**
 * Which schedules a list shows.
 *
 * @param enabled whether they fire, or null for all
 * @param types job types, or empty for all
 * @param queues queues, or empty for all
 * @param namePart what their names hold, in lower case, or null for all
 */
public record ScheduleFilter(Boolean enabled, List<String> types, List<String> queues, String namePart) {
    /** All of them. */
    public static final ScheduleFilter ALL = new ScheduleFilter(null, List.of(), List.of(), null);

    public ScheduleFilter {
        types = List.copyOf(types);
        queues = List.copyOf(queues);
    }
}
