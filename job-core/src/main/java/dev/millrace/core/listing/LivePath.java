package dev.millrace.core.listing;

import dev.millrace.core.job.JobStatus;

/** How a list finds jobs that can still change. The live table is small, whatever the history, and may be read whole. */
enum LivePath {
    NONE("none"),
    ALL("all"),
    /** Dead letters only, in the order of their death. */
    DEAD("dead"),
    /** Dead letters of some fingerprints only, in the order of their death. */
    FINGERPRINTS("fingerprints");

    private final String word;

    LivePath(String word) {
        this.word = word;
    }

    /** As the statements call it. */
    String word() {
        return word;
    }

    static LivePath of(JobFilter filter) {
        if (!filter.showsLiveJobs()) {
            return NONE;
        }
        // Of the live jobs, only the dead have an end.
        boolean asksForAnEnd = filter.finishedAfter() != null || filter.finishedBefore() != null;
        if (asksForAnEnd && !filter.statuses().isEmpty() && !filter.statuses().contains(JobStatus.DEAD)) {
            return NONE;
        }
        if (!asksForAnEnd && !filter.showsDeadLettersOnly()) {
            return ALL;
        }
        return filter.fingerprints().isEmpty() ? DEAD : FINGERPRINTS;
    }
}
