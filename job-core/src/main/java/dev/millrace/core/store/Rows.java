package dev.millrace.core.store;

import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.Progress;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.messaging.Lane;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Reads rows of the store's statements. */
public final class Rows {
    private Rows() {}

    public static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        List<T> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(read.apply(row)));
        return list;
    }

    /** The instant in {@code column}, or null. */
    public static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    /** As a parameter for a {@code timestamptz}; null stays null. */
    public static OffsetDateTime offsetDateTime(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static ClaimedJob claimedJob(Sealing sealing, Row row) {
        UUID id = row.getUUID("id");
        return new ClaimedJob(
                id,
                row.getString("job_type"),
                row.getString("queue"),
                Priority.ofRank(row.getShort("priority")),
                sealing.openJson(SealedField.PAYLOAD, id, row.getString("payload")),
                row.getInteger("attempt"),
                row.getInteger("failures"),
                row.getShort("crash_count"),
                row.getShort("max_retries"),
                retryPolicy(row),
                Duration.ofSeconds(row.getInteger("timeout_seconds")),
                instant(row, "run_at"),
                instant(row, "started_at"),
                row.getString("traceparent"));
    }

    /** A job, from the columns of {@code find_live_jobs.sql}. */
    public static Job job(Sealing sealing, Row row) {
        UUID id = row.getUUID("id");
        Short percent = row.getShort("progress_percent");
        return new Job(
                id,
                row.getString("job_type"),
                row.getString("queue"),
                Priority.ofRank(row.getShort("priority")),
                JobStatus.ofWireName(row.getString("status")),
                sealing.openJson(SealedField.PAYLOAD, id, row.getString("payload")),
                sealing.openJson(SealedField.RESULT, id, row.getString("result")),
                ErrorJson.read(sealing, id, row.getString("error")),
                row.getInteger("attempt"),
                row.getInteger("failures"),
                row.getShort("max_retries"),
                retryPolicy(row),
                instant(row, "created_at"),
                instant(row, "run_at"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getUUID("worker_id"),
                instant(row, "last_heartbeat_at"),
                row.getBoolean("cancel_requested"),
                percent == null
                        ? null
                        : new Progress(
                                percent, sealing.open(SealedField.PROGRESS, id, row.getString("progress_message"))),
                Duration.ofSeconds(row.getInteger("timeout_seconds")),
                row.getString("unique_key"),
                List.of(row.getArrayOfStrings("tags")),
                row.getUUID("schedule_id"),
                row.getUUID("replay_of"));
    }

    /** Gathers rows of (id, queue, priority, ticket_id) into the tickets that announce them. */
    public static List<ReadyTicket> readyTickets(RowSet<Row> rows) {
        Map<UUID, List<UUID>> jobIds = new LinkedHashMap<>();
        Map<UUID, Lane> lanes = new LinkedHashMap<>();
        for (Row row : rows) {
            UUID ticket = row.getUUID("ticket_id");
            jobIds.computeIfAbsent(ticket, ignored -> new ArrayList<>()).add(row.getUUID("id"));
            lanes.putIfAbsent(ticket, lane(row));
        }
        return jobIds.entrySet().stream()
                .map(entry -> new ReadyTicket(entry.getKey(), lanes.get(entry.getKey()), entry.getValue()))
                .toList();
    }

    static Lane lane(Row row) {
        return new Lane(row.getString("queue"), Priority.ofRank(row.getShort("priority")));
    }

    static RetryPolicy retryPolicy(Row row) {
        return new RetryPolicy(
                Duration.ofMillis(row.getLong("retry_base_ms")), Duration.ofMillis(row.getLong("retry_max_ms")));
    }
}
