package dev.millrace.core.job;

/** What a person or client may ask of a job. */
public enum JobAction {
    CANCEL("cancel"),
    RETRY("retry"),
    DISCARD("discard"),
    /** A new job from this one, which stays as it is. */
    REPLAY("replay"),
    /** Another priority, time, number of retries or other tags. */
    CHANGE("change");

    private final String wireName;

    JobAction(String wireName) {
        this.wireName = wireName;
    }

    /** The lower-case name used in the REST contract. */
    public String wireName() {
        return wireName;
    }

    /** Whether a job in this status may be asked. Only a handler can discard a running job, never a person. */
    public boolean isAllowed(JobStatus status) {
        return switch (this) {
            case CANCEL -> JobLifecycle.next(status, JobEvent.CANCEL).isPresent();
            case RETRY -> JobLifecycle.next(status, JobEvent.RETRY_NOW).isPresent();
            case DISCARD ->
                status != JobStatus.RUNNING
                        && JobLifecycle.next(status, JobEvent.DISCARD).isPresent();
            case REPLAY -> status.isFinal() || status == JobStatus.DEAD;
            case CHANGE -> !status.isFinal() && status != JobStatus.RUNNING;
        };
    }
}
