package dev.millrace.chaos.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Jobs that faults submit for their own purposes, beside the load; the same is promised for them. */
public final class ExtraJobs {
    private static final long FIRST_NUMBER = 1_000_000_000;

    private final Queue<PlannedRequest> requests = new ConcurrentLinkedQueue<>();

    /** A job that takes its worker's process with it, the first few times it is tried. */
    public PlannedRequest poison(int fault, int haltTimes) {
        return add("poison-" + fault, List.of(new PlannedJob(number(fault, 0), 0, 0, haltTimes, 3, 0, false)));
    }

    /** Jobs that take some seconds, so that they are in hand when something happens. */
    public PlannedRequest lengthy(int fault, int count, Duration length) {
        List<PlannedJob> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(new PlannedJob(number(fault, i), length.toMillis(), 0, 0, 3, 0, false));
        }
        return add("lengthy-" + fault, jobs);
    }

    /** All that were made. */
    public List<PlannedRequest> requests() {
        return List.copyOf(requests);
    }

    private PlannedRequest add(String key, List<PlannedJob> jobs) {
        PlannedRequest request = new PlannedRequest(key, Duration.ZERO, jobs, false);
        requests.add(request);
        return request;
    }

    private static long number(int fault, int index) {
        return FIRST_NUMBER + fault * 1_000L + index;
    }
}
