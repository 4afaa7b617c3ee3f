package dev.millrace.chaos.load;

/**
 * A job that a client means to submit.
 *
 * @param number its own, so that it is found again whatever id it gets
 * @param sleepMs how long each attempt takes
 * @param failTimes how many first attempts fail
 * @param haltTimes how many first attempts end their worker's process
 * @param maxRetries how many failures it may have
 * @param delaySeconds how long after the submit it may begin at the earliest
 * @param cancel whether the client cancels it once it is accepted
 */
public record PlannedJob(
        long number, long sleepMs, int failTimes, int haltTimes, int maxRetries, int delaySeconds, boolean cancel) {
    static final int RETRY_BASE_SECONDS = 1;

    /** How the request says it. */
    String json() {
        return "{\"job_type\":\"chaos\",\"payload\":{\"number\":" + number + ",\"sleep_ms\":" + sleepMs
                + ",\"fail_times\":" + failTimes + ",\"halt_times\":" + haltTimes + "},\"max_retries\":" + maxRetries
                + ",\"retry\":{\"base_seconds\":" + RETRY_BASE_SECONDS + ",\"max_seconds\":4}"
                + (delaySeconds > 0 ? ",\"delay_seconds\":" + delaySeconds : "") + "}";
    }

    /** How long after a failure the next attempt may begin at the earliest, in seconds. */
    public static int retryBaseSeconds() {
        return RETRY_BASE_SECONDS;
    }

    /** Whether its own handler makes it a dead letter. */
    public boolean isToDie() {
        return failTimes > maxRetries;
    }
}
