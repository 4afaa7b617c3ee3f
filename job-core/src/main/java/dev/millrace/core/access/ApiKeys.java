package dev.millrace.core.access;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The API keys. Changes are audited in their transaction. Any call may fail with {@link StoreUnavailable}. */
public final class ApiKeys {
    private final Database database;

    public ApiKeys(Database database) {
        this.database = database;
    }

    /** Makes a key. */
    public Uni<ApiKey> create(NewApiKey key, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run(
                        "insert_api_key",
                        Tuple.tuple()
                                .addValue(key.id())
                                .addValue(key.prefix())
                                .addValue(key.name())
                                .addValue(key.role())
                                .addValue(Buffer.buffer(key.hash()))
                                .addValue(entry.actor())
                                .addValue(Rows.offsetDateTime(key.expiresAt())))
                .map(rows -> ApiKey.of(rows.iterator().next()))
                .call(() -> AuditTrail.append(transaction, entry)));
    }

    /** Those of these prefixes that are in force: neither revoked nor expired. */
    public Uni<Map<String, StoredKey>> inForce(Collection<String> prefixes) {
        return database.run("find_api_keys", Tuple.of(prefixes.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, StoredKey> found = new HashMap<>();
                    for (Row row : rows) {
                        found.put(
                                row.getString("prefix"),
                                new StoredKey(
                                        row.getUUID("id"),
                                        row.getString("name"),
                                        row.getString("role"),
                                        row.getBuffer("key_hash").getBytes()));
                    }
                    return found;
                });
    }

    /**
     * Keys, the newest first.
     *
     * @param after the end of the page before, or null for the first
     * @param limit how many at most
     */
    public Uni<List<ApiKey>> list(boolean revokedToo, ListPosition after, int limit) {
        ListPosition below = after == null ? ListPosition.GREATEST : after;
        return database.run(
                        revokedToo ? "list_all_api_keys" : "list_api_keys",
                        Tuple.of(Rows.offsetDateTime(below.time()), below.id(), limit))
                .map(rows -> Rows.list(rows, ApiKey::of));
    }

    /** Revokes a key, once; empty when there is none, else the prefix of the key that is revoked now. */
    public Uni<Optional<String>> revoke(UUID id, AuditEntry entry) {
        return database.inTransaction(
                transaction -> transaction.run("lock_api_key", Tuple.of(id)).chain(rows -> {
                    Iterator<Row> locked = rows.iterator();
                    if (!locked.hasNext()) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    Row key = locked.next();
                    Optional<String> prefix = Optional.of(key.getString("prefix"));
                    if (key.getOffsetDateTime("revoked_at") != null) {
                        return Uni.createFrom().item(prefix);
                    }
                    return transaction
                            .run("revoke_api_key", Tuple.of(id))
                            .chain(() -> AuditTrail.append(transaction, entry))
                            .replaceWith(prefix);
                }));
    }

    /** Notes that keys are in use now, to the minute. */
    public Uni<Void> noteUsed(Collection<UUID> ids) {
        return database.run("note_api_keys_used", Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }
}
