package dev.millrace.core.access;

import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * An API key as it may be shown: without its secret.
 *
 * @param prefix public; finds the key
 * @param name need not be unique: a key and the one that follows it may share it
 * @param role what its holder may do
 * @param createdBy the actor that made it
 * @param expiresAt null when it never does
 * @param lastUsedAt to the minute; null when it never was
 * @param revokedAt null while it is in force
 */
public record ApiKey(
        UUID id,
        String prefix,
        String name,
        String role,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        Instant lastUsedAt,
        Instant revokedAt) {
    static ApiKey of(Row row) {
        return new ApiKey(
                row.getUUID("id"),
                row.getString("prefix"),
                row.getString("name"),
                row.getString("role"),
                Rows.instant(row, "created_at"),
                row.getString("created_by"),
                Rows.instant(row, "expires_at"),
                Rows.instant(row, "last_used_at"),
                Rows.instant(row, "revoked_at"));
    }
}
