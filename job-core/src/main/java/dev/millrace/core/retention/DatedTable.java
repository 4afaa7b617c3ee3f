package dev.millrace.core.retention;

/** A table with one partition a day. */
public enum DatedTable {
    /** Finished jobs, by the day of their end. */
    JOB_ARCHIVE("job_archive"),
    /** What handlers said about their jobs, by the day of the writing. */
    JOB_LOG("job_log");

    private final String table;

    DatedTable(String table) {
        this.table = table;
    }

    String table() {
        return table;
    }
}
