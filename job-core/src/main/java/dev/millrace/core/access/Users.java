package dev.millrace.core.access;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The users. Changes are audited in their transaction.
 *
 * <p>Invariant: once there is an admin, there is always one; of two who take the right from the last two, one is refused.
 *
 * <p>Any call may fail with {@link StoreUnavailable}.
 */
public final class Users {
    private static final String ADMIN = "admin";

    private final Database database;

    public Users(Database database) {
        this.database = database;
    }

    /** Makes a user; empty when another has the name. */
    public Uni<Optional<User>> create(UUID id, String username, String role, String passwordHash, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run("insert_user", Tuple.of(id, username, role, passwordHash, entry.actor()))
                .map(rows -> first(rows).map(User::of))
                .call(made -> made.isPresent()
                        ? AuditTrail.append(transaction, entry)
                        : Uni.createFrom().voidItem()));
    }

    /**
     * Users, the newest first.
     *
     * @param after the end of the page before, or null for the first
     * @param limit how many at most
     */
    public Uni<List<User>> list(ListPosition after, int limit) {
        ListPosition below = after == null ? ListPosition.GREATEST : after;
        return database.run("list_users", Tuple.of(Rows.offsetDateTime(below.time()), below.id(), limit))
                .map(rows -> Rows.list(rows, User::of));
    }

    /** What the user of this name must know to sign in. */
    public Uni<Optional<Credentials>> credentials(String username) {
        return database.run("find_user_by_name", Tuple.of(username))
                .map(rows -> first(rows).map(Users::credentials));
    }

    /** What the user of this id must know to sign in. */
    public Uni<Optional<Credentials>> credentials(UUID id) {
        return database.run("find_user", Tuple.of(id)).map(rows -> first(rows).map(Users::credentials));
    }

    /**
     * Deletes a user, and ends all sessions of theirs.
     *
     * @param entry what to note of the user who is gone
     */
    public Uni<UserChange> delete(UUID id, Function<User, AuditEntry> entry) {
        return changing(id, true, (transaction, user) -> transaction
                .run("delete_user", Tuple.of(id))
                .chain(() -> AuditTrail.append(transaction, entry.apply(user)))
                .replaceWith(new UserChange.Made(user)));
    }

    /**
     * Changes a user, and ends all sessions of theirs when the password changes.
     *
     * @param role null to keep it
     * @param passwordHash null to keep it
     */
    public Uni<UserChange> change(UUID id, String role, String passwordHash, AuditEntry entry) {
        boolean losesAdmin = role != null && !role.equals(ADMIN);
        return changing(id, losesAdmin, (transaction, user) -> transaction
                .run("change_user", Tuple.of(id, role, passwordHash))
                .map(rows -> new UserChange.Made(User.of(rows.iterator().next())))
                .call(() -> passwordHash == null
                        ? Uni.createFrom().voidItem()
                        : transaction
                                .run("end_sessions_of_user", Tuple.of(id, null))
                                .replaceWithVoid())
                .call(() -> AuditTrail.append(transaction, entry)));
    }

    private Uni<UserChange> changing(
            UUID id, boolean losesAdmin, BiFunction<Database.Transaction, User, Uni<UserChange.Made>> change) {
        return database.inTransaction(transaction -> transaction
                .run("lock_admins", Tuple.tuple())
                .map(Users::ids)
                .chain(admins -> transaction.run("lock_user", Tuple.of(id)).chain(rows -> {
                    Optional<User> user = first(rows).map(User::of);
                    if (user.isEmpty()) {
                        return Uni.createFrom().item(new UserChange.Unknown());
                    }
                    if (losesAdmin && admins.equals(Set.of(id))) {
                        return Uni.createFrom().item(new UserChange.LastAdmin());
                    }
                    return change.apply(transaction, user.get()).map(made -> made);
                })));
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        return new HashSet<>(Rows.list(rows, row -> row.getUUID("id")));
    }

    private static Credentials credentials(Row row) {
        return new Credentials(
                row.getUUID("id"), row.getString("username"), row.getString("role"), row.getString("password_hash"));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        Iterator<Row> row = rows.iterator();
        return row.hasNext() ? Optional.of(row.next()) : Optional.empty();
    }
}
