package dev.millrace.core.doctor;

import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether work flows. Seconds are since something should have been done; empty when nothing is to do, negative when its time has
 * not come.
 *
 * @param ticketOverdue since the first committed ticket should have been published
 * @param jobOverdue since the first scheduled or retrying job should have become ready
 * @param scheduleOverdue since the first schedule should have fired
 * @param forgottenWorkers workers that have been lost for two leases, whose jobs nobody has taken from them
 * @param workers that live and take jobs
 * @param deadLetters counted no further than {@link WorkExamination#MOST_LOOKED_AT}
 * @param unservedQueues with ready jobs and no worker, not paused
 * @param unservedTypes of ready jobs, which no worker that lives can run
 * @param pausedQueues with ready jobs
 * @param waitingQueues with ready jobs
 * @param queues all that are known
 */
record WorkState(
        OptionalDouble ticketOverdue,
        OptionalDouble jobOverdue,
        OptionalDouble scheduleOverdue,
        long forgottenWorkers,
        long workers,
        long deadLetters,
        List<String> unservedQueues,
        List<String> unservedTypes,
        List<String> pausedQueues,
        List<String> waitingQueues,
        List<String> queues) {
    static WorkState of(Row row) {
        return new WorkState(
                seconds(row, "ticket_overdue_seconds"),
                seconds(row, "job_overdue_seconds"),
                seconds(row, "schedule_overdue_seconds"),
                row.getLong("forgotten_workers"),
                row.getLong("workers"),
                row.getLong("dead_letters"),
                names(row, "unserved_queues"),
                names(row, "unserved_types"),
                names(row, "paused_queues"),
                names(row, "waiting_queues"),
                names(row, "queues"));
    }

    private static OptionalDouble seconds(Row row, String column) {
        Double value = row.getDouble(column);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static List<String> names(Row row, String column) {
        return List.of(row.getArrayOfStrings(column));
    }
}
