package dev.millrace.core.listing;

import dev.millrace.core.job.Job;
import java.util.List;

/** What came of asking for a page of jobs. */
public sealed interface JobPage {
    /**
     * The page.
     *
     * @param next where it ends, when more follow; otherwise null
     */
    record Listed(List<Job> jobs, ListPosition next) implements JobPage {
        public Listed {
            jobs = List.copyOf(jobs);
        }
    }

    /** No index serves the filter, and it does not bound the search by a time range of at most a day. */
    record RangeRequired() implements JobPage {}
}
