package dev.millrace.core.store;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Accepts submissions that carry idempotency keys or whose jobs carry unique keys, together in one transaction: takes the
 * keys, accepts the jobs of those that got theirs, and notes what was decided.
 *
 * <p>Invariant: a key, the job that it stands for and the answer that is given again are committed together.
 */
final class KeyedAcceptance {
    private static final Acceptance IN_FLIGHT = new Acceptance.InFlight();
    private static final Acceptance KEY_REUSED = new Acceptance.KeyReused();

    private final Database.Transaction transaction;
    private final List<Submission> submissions;
    private final Acceptance[] answers;
    /** Of each idempotency key the place of the first submission that carries it; the others get its answer. */
    private final Map<Name, Integer> firsts = new LinkedHashMap<>();

    private KeyedAcceptance(Database.Transaction transaction, List<Submission> submissions) {
        this.transaction = transaction;
        this.submissions = submissions;
        answers = new Acceptance[submissions.size()];
        for (int i = 0; i < submissions.size(); i++) {
            if (submissions.get(i).key() != null) {
                firsts.putIfAbsent(Name.of(submissions.get(i).key()), i);
            }
        }
    }

    /** One answer a submission, in order. The jobs are accepted when the transaction commits, and announced only then. */
    static Uni<List<Acceptance>> accept(Database.Transaction transaction, List<Submission> submissions) {
        KeyedAcceptance acceptance = new KeyedAcceptance(transaction, submissions);
        return acceptance
                .takeIdempotencyKeys()
                .chain(acceptance::takeUniqueKeys)
                .chain(acceptance::acceptTheRest)
                .map(ignored -> acceptance.answers());
    }

    private Uni<Void> takeIdempotencyKeys() {
        if (firsts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Name> names = List.copyOf(firsts.keySet());
        return transaction
                .run("lock_idempotency_keys", names(names))
                .chain(rows -> {
                    Set<Name> taken = Set.copyOf(Rows.list(rows, Name::of));
                    names.stream()
                            .filter(name -> !taken.contains(name))
                            .forEach(name -> answers[firsts.get(name)] = IN_FLIGHT);
                    return transaction
                            .run("find_idempotency_keys", names(taken))
                            .invoke(found -> found.forEach(this::repeat));
                })
                .replaceWithVoid();
    }

    private void repeat(Row earlier) {
        int place = firsts.get(Name.of(earlier));
        Submission submission = submissions.get(place);
        UUID[] ids = earlier.getArrayOfUUIDs("job_ids");
        if (!earlier.getString("request_hash").equals(submission.key().requestHash())
                || ids == null
                || ids.length != submission.jobs().size()) {
            answers[place] = KEY_REUSED;
            return;
        }
        Instant acceptedAt = Rows.instant(earlier, "created_at");
        String[] statuses = earlier.getArrayOfStrings("job_statuses");
        OffsetDateTime[] runAts = earlier.getArrayOfOffsetDateTimes("job_run_ats");
        answers[place] = new Acceptance.Repeated(IntStream.range(0, ids.length)
                .mapToObj(i -> new AcceptedJob(
                        submission.jobs().get(i).withId(ids[i]),
                        JobStatus.ofWireName(statuses[i]),
                        acceptedAt,
                        runAts[i].toInstant(),
                        null))
                .toList());
    }

    private Uni<Void> takeUniqueKeys() {
        List<UniqueKeys.Wish> wishes =
                undecided().flatMap(place -> wishes(submissions.get(place))).toList();
        return UniqueKeys.take(transaction, wishes)
                .chain(held -> held.isEmpty() ? Uni.createFrom().voidItem() : refuse(held));
    }

    /** @param held the holders of keys, by the job that wanted the key */
    private Uni<Void> refuse(Map<UUID, UUID> held) {
        List<UniqueKeys.Wish> givenBack = new ArrayList<>();
        undecided().toList().forEach(place -> {
            List<NewJob> jobs = submissions.get(place).jobs();
            Map<Integer, UUID> holders = new HashMap<>();
            for (int i = 0; i < jobs.size(); i++) {
                UUID holder = held.get(jobs.get(i).id());
                if (holder != null) {
                    holders.put(i, holder);
                }
            }
            if (!holders.isEmpty()) {
                answers[place] = new Acceptance.UniqueKeyHeld(holders);
                wishes(submissions.get(place))
                        .filter(wish -> !held.containsKey(wish.jobId()))
                        .forEach(givenBack::add);
            }
        });
        return UniqueKeys.giveBack(transaction, givenBack);
    }

    private static Stream<UniqueKeys.Wish> wishes(Submission submission) {
        return submission.jobs().stream()
                .filter(job -> job.uniqueKey() != null)
                .map(job -> new UniqueKeys.Wish(job.uniqueKey(), job.id()));
    }

    private Uni<Void> acceptTheRest() {
        List<Integer> places = undecided().toList();
        if (places.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<NewJob> jobs = places.stream()
                .flatMap(place -> submissions.get(place).jobs().stream())
                .toList();
        return JobStore.acceptAll(transaction, jobs).chain(accepted -> {
            int next = 0;
            for (int place : places) {
                int count = submissions.get(place).jobs().size();
                answers[place] = new Acceptance.Accepted(accepted.subList(next, next + count));
                next += count;
            }
            return record(places);
        });
    }

    private Uni<Void> record(List<Integer> places) {
        List<Integer> keyed = places.stream()
                .filter(place -> submissions.get(place).key() != null)
                .toList();
        if (keyed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<IdempotencyKey> keys =
                keyed.stream().map(place -> submissions.get(place).key()).toList();
        List<Integer> requests = new ArrayList<>();
        List<AcceptedJob> decided = new ArrayList<>();
        for (int i = 0; i < keyed.size(); i++) {
            List<AcceptedJob> jobs = ((Acceptance.Accepted) answers[keyed.get(i)]).jobs();
            int request = i + 1;
            jobs.forEach(job -> {
                requests.add(request);
                decided.add(job);
            });
        }
        return transaction
                .run(
                        "record_job_keys",
                        Tuple.tuple()
                                .addValue(Columns.of(keys, IdempotencyKey::owner, String[]::new))
                                .addValue(Columns.of(keys, IdempotencyKey::key, String[]::new))
                                .addValue(Columns.of(keys, IdempotencyKey::requestHash, String[]::new))
                                .addValue(requests.toArray(Integer[]::new))
                                .addValue(Columns.of(
                                        decided, job -> job.submitted().id(), UUID[]::new))
                                .addValue(
                                        Columns.of(decided, job -> job.status().wireName(), String[]::new))
                                .addValue(Columns.of(
                                        decided, job -> Rows.offsetDateTime(job.runAt()), OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    /** The places of the first submission of each key, and of those without one, that have no answer yet. */
    private Stream<Integer> undecided() {
        return IntStream.range(0, answers.length)
                .boxed()
                .filter(i -> answers[i] == null)
                .filter(i -> submissions.get(i).key() == null
                        || firsts.get(Name.of(submissions.get(i).key())) == i.intValue());
    }

    private List<Acceptance> answers() {
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] == null) {
                answers[i] = again(
                        submissions.get(i),
                        firsts.get(Name.of(submissions.get(i).key())));
            }
        }
        return Arrays.asList(answers);
    }

    private Acceptance again(Submission submission, int first) {
        if (!submission.key().requestHash().equals(submissions.get(first).key().requestHash())) {
            // Unless the first was accepted, the key may stand for nothing yet, or for just this request: to be asked
            // again.
            boolean taken =
                    answers[first] instanceof Acceptance.Accepted || answers[first] instanceof Acceptance.Repeated;
            return taken ? KEY_REUSED : IN_FLIGHT;
        }
        return switch (answers[first]) {
            case Acceptance.Accepted accepted ->
                new Acceptance.Repeated(
                        accepted.jobs().stream().map(AcceptedJob::withoutTicket).toList());
            case Acceptance.Repeated repeated -> repeated;
            case Acceptance.UniqueKeyHeld held -> held;
            case Acceptance.InFlight inFlight -> inFlight;
            case Acceptance.KeyReused reused -> reused;
        };
    }

    private static Tuple names(Collection<Name> names) {
        List<Name> ordered = names.stream()
                .sorted(Comparator.comparing(Name::owner).thenComparing(Name::key))
                .toList();
        return Tuple.of(Columns.of(ordered, Name::owner, String[]::new), Columns.of(ordered, Name::key, String[]::new));
    }

    private record Name(String owner, String key) {
        static Name of(IdempotencyKey key) {
            return new Name(key.owner(), key.key());
        }

        static Name of(Row row) {
            return new Name(row.getString("owner"), row.getString("key"));
        }
    }
}
