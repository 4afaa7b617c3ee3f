package dev.millrace.core.job;

/** What a person or client may ask of a job. */
public enum JobAction {
    CANCEL("cancel", JobEvent.CANCEL),
    RETRY("retry", JobEvent.RETRY_NOW),
    DISCARD("discard", JobEvent.DISCARD);

    private final String wireName;
    private final JobEvent event;

    JobAction(String wireName, JobEvent event) {
        this.wireName = wireName;
        this.event = event;
    }

    /** The lower-case name used in the REST contract. */
    public String wireName() {
        return wireName;
    }

    /** Whether a job in this status may be asked. Only a handler can discard a running job, never a person. */
    public boolean isAllowed(JobStatus status) {
        boolean byHandlerOnly = this == DISCARD && status == JobStatus.RUNNING;
        return !byHandlerOnly && JobLifecycle.next(status, event).isPresent();
    }
}
