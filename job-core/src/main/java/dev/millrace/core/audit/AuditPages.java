package dev.millrace.core.audit;

import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads the audit trail. Any call may fail with {@link StoreUnavailable}. */
public final class AuditPages {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final String USER = "user:";
    private static final String KEY = "key:";
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Database database;
    private final Duration longest;

    /** @param longest how long a statement may run */
    public AuditPages(Database database, Duration longest) {
        this.database = database;
        this.longest = longest;
    }

    /**
     * Entries, the newest first.
     *
     * @param after the end of the page before, or null for the first
     * @param limit how many at most
     */
    public Uni<List<AuditEvent>> list(AuditFilter filter, Position after, int limit) {
        Position below = after != null
                ? after
                : new Position(filter.before() == null ? LATEST : filter.before(), Long.MIN_VALUE);
        Tuple parameters = Tuple.tuple()
                .addValue(Rows.offsetDateTime(below.time()))
                .addValue(below.id())
                .addValue(Rows.offsetDateTime(filter.after() == null ? EARLIEST : filter.after()))
                .addValue(filter.actor())
                .addValue(filter.action())
                .addValue(filter.target())
                .addValue(limit);
        return database.inTransaction(transaction -> transaction
                .run("bound_reading", Tuple.of(Long.toString(longest.toMillis())))
                .chain(() -> transaction.run(statement(filter), parameters))
                .map(rows -> Rows.list(rows, AuditEvent::of))
                .chain(events -> named(transaction, events)));
    }

    /** Each has a plan of its own, by the index that leaves least to look through. */
    private static String statement(AuditFilter filter) {
        if (filter.target() != null) {
            return "list_audit_events_of_target";
        }
        if (filter.actor() != null) {
            return "list_audit_events_of_actor";
        }
        return filter.action() != null ? "list_audit_events_of_action" : "list_audit_events";
    }

    private static Uni<List<AuditEvent>> named(Database.Transaction transaction, List<AuditEvent> events) {
        UUID[] users = ids(events, USER);
        UUID[] keys = ids(events, KEY);
        if (users.length == 0 && keys.length == 0) {
            return Uni.createFrom().item(events);
        }
        return transaction.run("name_actors", Tuple.of(users, keys)).map(rows -> {
            Map<String, String> names = new HashMap<>();
            for (Row row : rows) {
                names.put(row.getString("actor"), row.getString("name"));
            }
            return events.stream()
                    .map(event -> event.named(names.get(event.entry().actor())))
                    .toList();
        });
    }

    private static UUID[] ids(List<AuditEvent> events, String kind) {
        return events.stream()
                .map(event -> event.entry().actor())
                .filter(actor -> actor.startsWith(kind))
                .map(actor -> actor.substring(kind.length()))
                .filter(id -> UUID_FORM.matcher(id).matches())
                .map(UUID::fromString)
                .distinct()
                .toArray(UUID[]::new);
    }

    /** Where a page ends: the time and the id of its last entry. */
    public record Position(Instant time, long id) {}
}
