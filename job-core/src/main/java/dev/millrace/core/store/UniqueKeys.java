package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Takes unique keys for jobs that are about to be live, and gives them back. The ends of jobs free them by themselves. */
final class UniqueKeys {
    private UniqueKeys() {}

    /** A job that wants a key. */
    record Wish(String key, UUID jobId) {}

    /**
     * Takes the keys that are free.
     *
     * @return the holders of those that are not, by the job that wanted the key
     */
    static Uni<Map<UUID, UUID>> take(Database.Transaction transaction, List<Wish> wishes) {
        if (wishes.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return transaction.run("claim_unique_keys", parameters(wishes)).chain(rows -> {
            Set<UUID> holding = Set.copyOf(Rows.list(rows, row -> row.getUUID("job_id")));
            List<Wish> missed = wishes.stream()
                    .filter(wish -> !holding.contains(wish.jobId))
                    .toList();
            return missed.isEmpty() ? Uni.createFrom().item(Map.of()) : holders(transaction, missed);
        });
    }

    /** Gives keys back that were taken in this transaction. */
    static Uni<Void> giveBack(Database.Transaction transaction, List<Wish> wishes) {
        return wishes.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction.run("free_unique_keys", parameters(wishes)).replaceWithVoid();
    }

    /** A key whose holder has ended since is wanted again: each turn either takes it or meets another holder. */
    private static Uni<Map<UUID, UUID>> holders(Database.Transaction transaction, List<Wish> missed) {
        String[] keys = Columns.of(missed, Wish::key, String[]::new);
        return transaction
                .run("find_unique_key_holders", Tuple.of((Object) keys))
                .chain(rows -> {
                    Map<String, UUID> holders = new HashMap<>();
                    rows.forEach(row -> holders.put(row.getString("key"), row.getUUID("job_id")));
                    Map<UUID, UUID> held = new LinkedHashMap<>();
                    missed.stream()
                            .filter(wish -> holders.containsKey(wish.key))
                            .forEach(wish -> held.put(wish.jobId, holders.get(wish.key)));
                    List<Wish> free = missed.stream()
                            .filter(wish -> !holders.containsKey(wish.key))
                            .toList();
                    return take(transaction, free).invoke(held::putAll).replaceWith(held);
                });
    }

    private static Tuple parameters(List<Wish> wishes) {
        return Tuple.of(Columns.of(wishes, Wish::key, String[]::new), Columns.of(wishes, Wish::jobId, UUID[]::new));
    }
}
