package dev.millrace.core.audit;

import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;

/**
 * An entry of the audit trail.
 *
 * @param actorName for people; null when the actor is nobody known any more
 */
public record AuditEvent(long id, Instant happenedAt, AuditEntry entry, String actorName) {
    static AuditEvent of(Row row) {
        return new AuditEvent(
                row.getLong("id"),
                Rows.instant(row, "happened_at"),
                new AuditEntry(
                        row.getString("actor"),
                        row.getString("actor_role"),
                        row.getString("address"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("reason"),
                        row.getString("detail")),
                null);
    }

    AuditEvent named(String name) {
        return new AuditEvent(id, happenedAt, entry, name);
    }
}
