package dev.millrace.core.access;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Who is signed in. Changes are audited in their transaction. Any call may fail with {@link StoreUnavailable}. */
public final class Sessions {
    /** More sessions of one user than this end the oldest. */
    private static final int MOST_OF_A_USER = 20;

    private final Database database;
    private final Duration idle;
    private final Duration longest;

    /**
     * @param idle how long a session lasts without being used; used means to the minute
     * @param longest how long it lasts at all
     */
    public Sessions(Database database, Duration idle, Duration longest) {
        this.database = database;
        this.idle = idle;
        this.longest = longest;
    }

    /**
     * Begins a session; false when the user is gone or has another password by now.
     *
     * @param before the session that the same client had, which ends; or null
     */
    public Uni<Boolean> begin(Credentials proven, TokenHash token, TokenHash before, String address, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run("begin_session", Tuple.of(proven.userId(), proven.passwordHash(), token.buffer(), address))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(false);
                    }
                    Uni<Void> ended = before == null
                            ? Uni.createFrom().voidItem()
                            : transaction
                                    .run("end_session", Tuple.of(before.buffer()))
                                    .replaceWithVoid();
                    return ended.chain(
                                    () -> transaction.run("trim_sessions", Tuple.of(proven.userId(), MOST_OF_A_USER)))
                            .chain(() -> AuditTrail.append(transaction, entry))
                            .replaceWith(true);
                }));
    }

    /** Those of these tokens that have not expired. */
    public Uni<Map<TokenHash, Session>> inForce(Collection<TokenHash> tokens) {
        return database.run("find_sessions", Tuple.of(buffers(tokens), seconds(idle), seconds(longest)))
                .map(rows -> {
                    Map<TokenHash, Session> found = new HashMap<>();
                    for (Row row : rows) {
                        found.put(
                                new TokenHash(row.getBuffer("token_hash").getBytes()),
                                new Session(
                                        row.getUUID("id"),
                                        row.getString("username"),
                                        row.getString("role"),
                                        Rows.instant(row, "created_at"),
                                        Rows.instant(row, "last_seen_at")));
                    }
                    return found;
                });
    }

    /** Ends a session; audited when there was one. */
    public Uni<Void> end(TokenHash token, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run("end_session", Tuple.of(token.buffer()))
                .chain(rows -> rows.size() == 0 ? Uni.createFrom().voidItem() : AuditTrail.append(transaction, entry)));
    }

    /**
     * Changes the password of the user who proved to know the present one, and ends all their sessions but this; false when
     * the user is gone or has another password by now.
     */
    public Uni<Boolean> changePassword(Credentials proven, String passwordHash, TokenHash kept, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run("change_own_password", Tuple.of(proven.userId(), proven.passwordHash(), passwordHash))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(false)
                        : transaction
                                .run("end_sessions_of_user", Tuple.of(proven.userId(), kept.buffer()))
                                .chain(() -> AuditTrail.append(transaction, entry))
                                .replaceWith(true)));
    }

    /** Notes in the audit trail that somebody was not let in. */
    public Uni<Void> noteRefused(AuditEntry entry) {
        return database.inTransaction(transaction -> AuditTrail.append(transaction, entry));
    }

    /** Notes that sessions are in use now, to the minute. */
    public Uni<Void> noteSeen(Collection<TokenHash> tokens) {
        return database.run("note_sessions_seen", Tuple.of(buffers(tokens))).replaceWithVoid();
    }

    private static Object buffers(Collection<TokenHash> tokens) {
        return tokens.stream().map(TokenHash::buffer).toArray(Buffer[]::new);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
