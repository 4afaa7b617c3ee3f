package dev.millrace.core.access;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/**
 * Makes the first user and the first key. Any number of processes may do so at once: one makes them, and never a second
 * time. Any call may fail with {@link StoreUnavailable}.
 */
public final class FirstAdmin {
    private static final String ROLE = "admin";

    private final Database database;

    public FirstAdmin(Database database) {
        this.database = database;
    }

    /** What is still to be made. */
    public Uni<Missing> missing() {
        return database.run("has_users_and_keys", Tuple.tuple())
                .map(rows -> rows.iterator().next())
                .map(row -> new Missing(!row.getBoolean("has_user"), !row.getBoolean("has_key")));
    }

    /** Makes the first user, unless there is one; returns whether it did. */
    public Uni<Boolean> createUser(UUID id, String username, String passwordHash, AuditEntry entry) {
        return alone("insert_first_user", Tuple.of(id, username, ROLE, passwordHash, entry.actor()), entry);
    }

    /** Makes the first key, unless there is or ever was one; returns whether it did. */
    public Uni<Boolean> createKey(NewApiKey key, AuditEntry entry) {
        return alone(
                "insert_first_api_key",
                Tuple.of(key.id(), key.prefix(), key.name(), ROLE, Buffer.buffer(key.hash()), entry.actor()),
                entry);
    }

    private Uni<Boolean> alone(String statement, Tuple parameters, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run("lock_first_admin", Tuple.tuple())
                .chain(() -> transaction.run(statement, parameters))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(false)
                        : AuditTrail.append(transaction, entry).replaceWith(true)));
    }

    /**
     * What is still to be made.
     *
     * @param user no user is there
     * @param key no key is there nor ever was
     */
    public record Missing(boolean user, boolean key) {}
}
