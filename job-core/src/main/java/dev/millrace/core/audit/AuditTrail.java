package dev.millrace.core.audit;

import dev.millrace.core.store.Database;
import dev.millrace.core.store.StorableText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * The append-only list of changes made by people and keys, and of what was revealed to them.
 *
 * <p>Invariant: an entry is written in the transaction of the change that it tells of, so that there is no change without
 * its entry and no entry without its change. What is revealed is shown after its entry was committed.
 */
public final class AuditTrail {
    private AuditTrail() {}

    /** Notes a change as a part of the transaction that makes it. */
    public static Uni<Void> append(Database.Transaction transaction, AuditEntry entry) {
        return transaction
                .run(
                        "append_audit_event",
                        Tuple.tuple()
                                .addValue(entry.actor())
                                .addValue(entry.role())
                                .addValue(entry.address())
                                .addValue(entry.action())
                                .addValue(StorableText.of(entry.target()))
                                .addValue(StorableText.of(entry.reason()))
                                .addValue(entry.detail()))
                .replaceWithVoid();
    }
}
