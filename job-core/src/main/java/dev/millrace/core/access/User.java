package dev.millrace.core.access;

import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * A person who may sign in, as it may be shown.
 *
 * @param username lower case, unique
 * @param createdBy the actor that made it
 * @param lastSignInAt null when it never was
 */
public record User(
        UUID id,
        String username,
        String role,
        Instant createdAt,
        String createdBy,
        Instant passwordChangedAt,
        Instant lastSignInAt) {
    static User of(Row row) {
        return new User(
                row.getUUID("id"),
                row.getString("username"),
                row.getString("role"),
                Rows.instant(row, "created_at"),
                row.getString("created_by"),
                Rows.instant(row, "password_changed_at"),
                Rows.instant(row, "last_sign_in_at"));
    }
}
