package dev.millrace.client;

import java.time.Duration;

/**
 * How much may wait, and how much goes at once.
 *
 * @param jobs in a request; the server takes 1,000
 * @param bytes in a request; the server takes 8 MiB
 * @param requests that may be under way at once
 * @param waitingJobs accepted by the client and not yet by the server
 * @param waitingBytes the same, in bytes of JSON
 * @param company how long a few jobs wait for more to travel with, while a request is under way
 */
record SubmitLimits(int jobs, int bytes, int requests, int waitingJobs, long waitingBytes, Duration company) {
    /** What the server takes of one job. */
    static final int BYTES_A_JOB = 256 << 10;

    static final int JOBS_A_REQUEST = 1_000;
    static final int BYTES_A_REQUEST = 8 << 20;
    /** Its company is longer than a request usually takes on a network of one's own, so that what waits for one travels together. */
    static final SubmitLimits USUAL =
            new SubmitLimits(JOBS_A_REQUEST, BYTES_A_REQUEST, 2, 10_000, 64L << 20, Duration.ofMillis(50));

    SubmitLimits withRequests(int number) {
        return new SubmitLimits(jobs, bytes, number, waitingJobs, waitingBytes, company);
    }

    SubmitLimits withCompany(Duration longest) {
        return new SubmitLimits(jobs, bytes, requests, waitingJobs, waitingBytes, longest);
    }

    SubmitLimits withWaiting(int number, long size) {
        return new SubmitLimits(jobs, bytes, requests, number, size, company);
    }
}
