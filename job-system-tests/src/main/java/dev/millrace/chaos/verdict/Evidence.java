package dev.millrace.chaos.verdict;

import dev.millrace.chaos.fault.FaultRecord;
import dev.millrace.chaos.load.PlannedJob;
import dev.millrace.chaos.load.PlannedRequest;
import dev.millrace.chaos.process.Life;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * All that is known about a run.
 *
 * @param requests what clients meant to submit
 * @param client what they were told
 * @param handlers what was executed
 * @param stored what the database says
 * @param faults what went wrong
 * @param lives every process of every service
 * @param publishes how many tickets named a job
 * @param schedules those that fired meanwhile
 * @param drained how long after healing nothing was left to do; null when it never came to that
 */
public record Evidence(
        List<PlannedRequest> requests,
        ClientHistory client,
        HandlerHistory handlers,
        StoredState stored,
        List<FaultRecord> faults,
        List<Life> lives,
        ToIntFunction<UUID> publishes,
        List<WatchedSchedule> schedules,
        Duration drained) {
    /** The client's jobs by the ids that they got. */
    Map<UUID, PlannedJob> planned() {
        Map<UUID, PlannedJob> planned = new HashMap<>();
        for (PlannedRequest request : requests) {
            List<UUID> ids = client.jobsOf(request.key());
            for (int i = 0; i < ids.size(); i++) {
                planned.put(ids.get(i), request.jobs().get(i));
            }
        }
        return planned;
    }
}
