package dev.millrace.core.store;

import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/**
 * Does once what a client may ask repeatedly under one idempotency key. For jobs, which are accepted in batches, see
 * {@link JobStore#submit(Submission)}. Any call may fail with {@link StoreUnavailable}.
 */
public final class IdempotencyKeys {
    private final Database database;

    public IdempotencyKeys(Database database) {
        this.database = database;
    }

    /**
     * Does the work in one transaction, unless it was done before under the same key.
     *
     * @param work answers what is to be said to the client; an answer with a status of 400 and above leaves the key free, and
     *     must have changed nothing
     */
    public Uni<Outcome> once(IdempotencyKey key, Function<Database.Transaction, Uni<Answer>> work) {
        Tuple name = Tuple.of(new String[] {key.owner()}, new String[] {key.key()});
        return database.inTransaction(
                transaction -> transaction.run("lock_idempotency_keys", name).chain(locked -> {
                    if (locked.size() == 0) {
                        return Uni.createFrom().item(new Outcome.InFlight());
                    }
                    return transaction
                            .run("find_idempotency_keys", name)
                            .chain(found -> found.size() > 0
                                    ? Uni.createFrom()
                                            .item(earlier(
                                                    transaction.sealing(),
                                                    key,
                                                    found.iterator().next()))
                                    : work.apply(transaction)
                                            .call(answer -> answer.isError()
                                                    ? Uni.createFrom().voidItem()
                                                    : record(transaction, key, answer))
                                            .map(Outcome.Done::new));
                }));
    }

    /**
     * Forgets keys that were used long ago.
     *
     * @param limit how many at most
     * @return how many went
     */
    public Uni<Integer> forget(Duration age, int limit) {
        return database.run("forget_idempotency_keys", Tuple.of(Columns.seconds(age), limit))
                .map(rows -> rows.iterator().next().getInteger("forgotten"));
    }

    private static Outcome earlier(Sealing sealing, IdempotencyKey key, Row row) {
        Short status = row.getShort("answer_status");
        return status != null && row.getString("request_hash").equals(key.requestHash())
                ? new Outcome.Repeated(new Answer(
                        status,
                        row.getString("answer_location"),
                        sealing.open(SealedField.ANSWER, place(key), row.getString("answer_body"))))
                : new Outcome.KeyReused();
    }

    /** Whose answer it is, as a seal names it. */
    private static UUID place(IdempotencyKey key) {
        return UUID.nameUUIDFromBytes((key.owner() + "\n" + key.key()).getBytes(StandardCharsets.UTF_8));
    }

    private static Uni<Void> record(Database.Transaction transaction, IdempotencyKey key, Answer answer) {
        return transaction
                .run(
                        "record_answer_key",
                        Tuple.of(
                                key.owner(),
                                key.key(),
                                key.requestHash(),
                                (short) answer.status(),
                                answer.location(),
                                transaction.sealing().seal(SealedField.ANSWER, place(key), answer.body())))
                .replaceWithVoid();
    }

    /**
     * What a client was told.
     *
     * @param status of HTTP
     * @param location of what was made, or null
     * @param body JSON as text; never a secret, for it is stored
     */
    public record Answer(int status, String location, String body) {
        private static final int LEAST_ERROR = 400;

        boolean isError() {
            return status >= LEAST_ERROR;
        }
    }

    /** What became of a request. */
    public sealed interface Outcome {
        /** It was done now. */
        record Done(Answer answer) implements Outcome {}

        /** It was done before. */
        record Repeated(Answer answer) implements Outcome {}

        /** An earlier request with the key is not decided yet. */
        record InFlight() implements Outcome {}

        /** An earlier request with the key asked for something else. */
        record KeyReused() implements Outcome {}
    }
}
