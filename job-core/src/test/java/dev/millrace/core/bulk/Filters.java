package dev.millrace.core.bulk;

import dev.millrace.core.listing.JobFilter;
import java.util.List;

/** Filters for tests. */
final class Filters {
    static final JobFilter ANY = new JobFilter(List.of(), List.of(), List.of(), List.of(), List.of(), null, null);

    private Filters() {}
}
