package dev.millrace.client;

import java.util.concurrent.CompletableFuture;

/** A job on its way; done when the server has accepted or refused it. Whoever cancels it before it is sent has taken it back. */
final class PendingSubmission extends CompletableFuture<AcceptedJob> {
    private final String uniqueKey;
    private final long deadline;
    private final int size;
    private byte[] json;

    /**
     * @param json the job, written
     * @param uniqueKey the job's, or null
     * @param deadline when its caller's patience ends, as {@link System#nanoTime} has it
     */
    PendingSubmission(byte[] json, String uniqueKey, long deadline) {
        this.json = json;
        this.size = json.length;
        this.uniqueKey = uniqueKey;
        this.deadline = deadline;
    }

    byte[] json() {
        return json;
    }

    /** In bytes, with what it takes in a bulk besides itself. */
    int size() {
        return size + BulkBody.BYTES_BETWEEN;
    }

    String uniqueKey() {
        return uniqueKey;
    }

    boolean isExpired(long now) {
        return now - deadline >= 0;
    }

    /** Callers may keep what they have submitted for long; its bytes need not stay with it. */
    void forgetJson() {
        json = null;
    }
}
