package dev.millrace.core.store;

import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Encrypts payloads of live jobs and of schedules, and errors of live jobs, with the present key, whatever they were written
 * with. Safe on every replica at once: only what is still as it was read is written. Any call may fail with
 * {@link StoreUnavailable}.
 */
public final class Resealing {
    /** Before every id. */
    public static final UUID BEGINNING = new UUID(0, 0);

    private static final int MOST_SCHEDULES = 1_000;

    private final Database database;

    public Resealing(Database database) {
        this.database = database;
    }

    /** Whether there is a key to encrypt with. */
    public boolean isOn() {
        return database.sealing().isOn();
    }

    /**
     * Goes on through the live jobs.
     *
     * @param after the id after which to begin
     * @param limit how many jobs to look at
     */
    public Uni<Step> jobs(UUID after, int limit) {
        return database.run(
                        "list_jobs_to_seal", Tuple.of(after, database.sealing().mark(), limit))
                .chain(rows -> {
                    List<Again> again = new ArrayList<>();
                    UUID last = after;
                    for (Row row : rows) {
                        last = row.getUUID("id");
                        again(row).ifPresent(again::add);
                    }
                    Step step = new Step(last, rows.size() < limit, 0, 0);
                    return again.isEmpty()
                            ? Uni.createFrom().item(step)
                            : write(again).map(written -> step.with(written, again.size() - written));
                });
    }

    /** Goes through the schedules; tells how many were encrypted. */
    public Uni<Integer> schedules() {
        Sealing sealing = database.sealing();
        return database.run("list_schedules_to_seal", Tuple.of(sealing.mark(), MOST_SCHEDULES))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> {
                            UUID id = row.getUUID("id");
                            String stored = row.getString("payload");
                            return sealing.again(SealedField.SCHEDULE_PAYLOAD, id, stored)
                                    .map(payload -> database.run("seal_schedule_again", Tuple.of(id, stored, payload))
                                            .map(written -> written.rowCount()))
                                    .orElseGet(() -> Uni.createFrom().item(0));
                        })
                        .collect()
                        .with(Collectors.summingInt(Integer::intValue)));
    }

    private Optional<Again> again(Row row) {
        UUID id = row.getUUID("id");
        String payload = row.getString("payload");
        String error = row.getString("error");
        Sealing sealing = database.sealing();
        Optional<String> newPayload = sealing.again(SealedField.PAYLOAD, id, payload);
        Optional<String> newError = ErrorJson.again(sealing, id, error);
        return newPayload.isEmpty() && newError.isEmpty()
                ? Optional.empty()
                : Optional.of(new Again(
                        id,
                        newPayload.isEmpty() ? null : payload,
                        newPayload.orElse(null),
                        newError.isEmpty() ? null : error,
                        newError.orElse(null)));
    }

    private Uni<Integer> write(List<Again> again) {
        return database.run(
                        "seal_jobs_again",
                        Tuple.of(
                                Columns.of(again, Again::id, UUID[]::new),
                                Columns.of(again, Again::payload, String[]::new),
                                Columns.of(again, Again::newPayload, String[]::new),
                                Columns.of(again, Again::error, String[]::new),
                                Columns.of(again, Again::newError, String[]::new)))
                .map(rows -> rows.rowCount());
    }

    /**
     * How far a pass through the live jobs has come.
     *
     * @param last the last job that was looked at
     * @param isOver whether there are no more
     * @param sealed how many jobs were written
     * @param left how many could not be, for somebody else held or changed them
     */
    public record Step(UUID last, boolean isOver, int sealed, int left) {
        private Step with(int written, int unwritten) {
            return new Step(last, isOver, written, unwritten);
        }
    }

    private record Again(UUID id, String payload, String newPayload, String error, String newError) {}
}
