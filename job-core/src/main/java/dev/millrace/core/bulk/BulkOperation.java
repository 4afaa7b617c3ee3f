package dev.millrace.core.bulk;

import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * One action asked of many jobs, as it stands.
 *
 * @param filter as it was asked, a JSON object as text
 * @param reason why, in the asker's words, or null
 * @param matched how many jobs are frozen
 * @param done on how many the action took effect so far
 * @param skipped how many had moved on
 * @param failed how many the database refused to change
 * @param expiresAt until when a preview may be started
 * @param startedAt null until started
 * @param startedBy null until started
 * @param finishedAt when it completed, was stopped or expired; null before
 * @param abortedBy null unless stopped
 */
public record BulkOperation(
        UUID id,
        BulkAction action,
        BulkState state,
        String filter,
        String reason,
        int matched,
        int done,
        int skipped,
        int failed,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        Instant startedAt,
        String startedBy,
        Instant finishedAt,
        String abortedBy) {
    static BulkOperation of(Row row) {
        return new BulkOperation(
                row.getUUID("id"),
                BulkAction.find(row.getString("action")).orElseThrow(),
                BulkState.ofWireName(row.getString("state")),
                row.getString("filter"),
                row.getString("reason"),
                row.getInteger("matched"),
                row.getInteger("done"),
                row.getInteger("skipped"),
                row.getInteger("failed"),
                Rows.instant(row, "created_at"),
                row.getString("created_by"),
                Rows.instant(row, "expires_at"),
                Rows.instant(row, "started_at"),
                row.getString("started_by"),
                Rows.instant(row, "finished_at"),
                row.getString("aborted_by"));
    }
}
