package dev.millrace.core.listing;

import java.util.Optional;

/** In which order a list shows jobs. */
public record ListOrder(JobSort sort, boolean isDescending) {
    public static final ListOrder NEWEST_FIRST = new ListOrder(JobSort.CREATED_AT, true);
    public static final ListOrder OLDEST_FIRST = new ListOrder(JobSort.CREATED_AT, false);
    public static final ListOrder LATEST_END_FIRST = new ListOrder(JobSort.FINISHED_AT, true);

    /** Reads {@code created_at} or {@code -created_at}, and so on; empty when there is no such sort. */
    public static Optional<ListOrder> find(String written) {
        boolean isDescending = written.startsWith("-");
        return JobSort.find(isDescending ? written.substring(1) : written)
                .map(sort -> new ListOrder(sort, isDescending));
    }
}
