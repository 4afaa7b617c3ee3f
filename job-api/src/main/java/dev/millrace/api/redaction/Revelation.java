package dev.millrace.api.redaction;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.store.Database;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Shows what is masked to who may see it: never before it is noted that they have seen it. */
@Singleton
public class Revelation {
    private final Database database;

    public Revelation(Database database) {
        this.database = database;
    }

    /** The same, once the entry is in the audit trail. */
    public <T> Uni<T> of(T revealed, AuditEntry entry) {
        return database.inTransaction(transaction -> AuditTrail.append(transaction, entry))
                .replaceWith(revealed);
    }
}
