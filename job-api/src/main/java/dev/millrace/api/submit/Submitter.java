package dev.millrace.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.directory.Directory;
import dev.millrace.api.directory.DirectorySnapshot;
import dev.millrace.api.idempotency.IdempotencyHeader;
import dev.millrace.api.json.Pointers;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.Violation;
import dev.millrace.api.problem.Violations;
import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.metrics.SubmittedJobs;
import dev.millrace.core.store.Acceptance;
import dev.millrace.core.store.AcceptedJob;
import dev.millrace.core.store.IdempotencyKey;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.StoreFault;
import dev.millrace.core.store.Submission;
import dev.millrace.core.tracing.Traceparent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Accepts submissions: validates them whole, commits them, and announces them without waiting for the broker. An answer is
 * given only after the commit. Any call may fail with {@link dev.millrace.core.store.StoreUnavailable} or
 * {@link dev.millrace.core.batching.BatcherOverloaded}.
 */
@Singleton
public class Submitter {
    private final Directory directory;
    private final SubmissionReader reader;
    private final JobStore store;
    private final TicketAnnouncer announcer;
    private final SubmittedJobs counters;

    public Submitter(
            Directory directory,
            SubmissionReader reader,
            JobStore store,
            TicketAnnouncer announcer,
            SubmittedJobs counters) {
        this.directory = directory;
        this.reader = reader;
        this.store = store;
        this.announcer = announcer;
        this.counters = counters;
    }

    /**
     * Accepts one job.
     *
     * @param key makes a repetition of the request known, or null
     */
    public Uni<Checked<Submitted>> submit(JsonNode submission, String traceparentHeader, IdempotencyKey key) {
        String traceparent = traceparent(traceparentHeader);
        return looking(List.of(submission)).chain(snapshot -> {
            Violations violations = new Violations();
            NewJob job = reader.read(submission, "", snapshot, traceparent, violations);
            return job == null
                    ? refused(violations)
                    : accept(Submission.of(job, key), "/payload", place -> "/unique_key");
        });
    }

    /**
     * Accepts all of {@code submissions}, which stand at {@code /jobs/0}, {@code /jobs/1}, ..., or none.
     *
     * @param key makes a repetition of the request known, or null
     */
    public Uni<Checked<Submitted>> submitAll(List<JsonNode> submissions, String traceparentHeader, IdempotencyKey key) {
        String traceparent = traceparent(traceparentHeader);
        return looking(submissions).chain(snapshot -> {
            Violations violations = new Violations();
            List<NewJob> jobs = new ArrayList<>(submissions.size());
            for (int i = 0; i < submissions.size(); i++) {
                String pointer = Pointers.child("/jobs", i);
                jobs.add(reader.read(submissions.get(i), pointer, snapshot, traceparent, violations));
            }
            refuseEqualUniqueKeys(jobs, violations);
            return violations.isEmpty()
                    ? accept(new Submission(jobs, key), "/jobs", Submitter::uniqueKeyPointer)
                    : refused(violations);
        });
    }

    /**
     * Accepts a job that repeats another.
     *
     * @param key makes a repetition of the request known, or null
     * @param entry for the audit trail; the new job's id is added
     */
    Uni<Checked<Submitted>> replay(NewJob job, IdempotencyKey key, AuditEntry entry) {
        AuditEntry whole = entry.withDetail("{\"job_id\":\"" + job.id() + "\"}");
        return accepted(store.submit(Submission.of(job, key), whole), "/payload", place -> null);
    }

    /** Tells the broker of jobs that are committed, without waiting for it. */
    private void announce(List<AcceptedJob> accepted) {
        accepted.forEach(job -> counters.count(job.submitted()));
        accepted.stream()
                .filter(AcceptedJob::leadsTicket)
                .forEach(job ->
                        announcer.announceTogether(job.ticket(), job.submitted().ticketSize()));
    }

    /** What the client is told of an acceptance. */
    private static Checked<Submitted> outcome(Acceptance acceptance, IntFunction<String> uniqueKeyPointer) {
        return switch (acceptance) {
            case Acceptance.Accepted accepted -> Checked.sound(new Submitted(accepted.jobs(), false));
            case Acceptance.Repeated repeated -> Checked.sound(new Submitted(repeated.jobs(), true));
            case Acceptance.UniqueKeyHeld held -> Checked.refused(uniqueKeysHeld(held.holders(), uniqueKeyPointer));
            case Acceptance.InFlight ignored -> Checked.refused(IdempotencyHeader.inFlight());
            case Acceptance.KeyReused ignored -> Checked.refused(IdempotencyHeader.reused());
        };
    }

    /** Names the first holder, and points at every key that is held. */
    private static Problem uniqueKeysHeld(Map<Integer, UUID> holders, IntFunction<String> pointer) {
        SortedMap<Integer, UUID> inOrder = new TreeMap<>(holders);
        Problem problem = Problem.uniqueKeyHeld(inOrder.get(inOrder.firstKey()));
        List<Violation> errors = new ArrayList<>();
        inOrder.forEach((place, holder) -> {
            if (pointer.apply(place) != null) {
                errors.add(Problem.uniqueKeyHeld(pointer.apply(place), holder));
            }
        });
        return errors.isEmpty() ? problem : problem.withErrors(errors);
    }

    private Uni<Checked<Submitted>> accept(
            Submission submission, String pointer, IntFunction<String> uniqueKeyPointer) {
        return accepted(store.submit(submission), pointer, uniqueKeyPointer);
    }

    private Uni<Checked<Submitted>> accepted(
            Uni<Acceptance> accepting, String pointer, IntFunction<String> uniqueKeyPointer) {
        return orRefused(
                accepting
                        .invoke(acceptance -> {
                            if (acceptance instanceof Acceptance.Accepted accepted) {
                                announce(accepted.jobs());
                            }
                        })
                        .map(acceptance -> outcome(acceptance, uniqueKeyPointer)),
                pointer);
    }

    private static void refuseEqualUniqueKeys(List<NewJob> jobs, Violations violations) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < jobs.size(); i++) {
            String key = jobs.get(i) == null ? null : jobs.get(i).uniqueKey();
            Integer earlier = key == null ? null : places.putIfAbsent(key, i);
            if (earlier != null) {
                violations.add(uniqueKeyPointer(i), "is also that of " + Pointers.child("/jobs", earlier));
            }
        }
    }

    private static String uniqueKeyPointer(int place) {
        return Pointers.child(Pointers.child("/jobs", place), "unique_key");
    }

    private Uni<DirectorySnapshot> looking(List<JsonNode> submissions) {
        Set<String> jobTypes = new HashSet<>();
        Set<String> queues = new HashSet<>();
        for (JsonNode submission : submissions) {
            JsonNode jobType = submission.path("job_type");
            if (jobType.isTextual()) {
                jobTypes.add(jobType.textValue());
            }
            JsonNode queue = submission.path("queue");
            queues.add(queue.isTextual() ? queue.textValue() : SubmissionReader.DEFAULT_QUEUE);
        }
        return directory.looking(jobTypes, queues);
    }

    private static <T> Uni<Checked<T>> refused(Violations violations) {
        return Uni.createFrom().item(Checked.refused(violations.toProblem()));
    }

    private static <T> Uni<Checked<T>> orRefused(Uni<Checked<T>> accepting, String pointer) {
        Function<Throwable, Checked<T>> refusal = failure -> {
            Violations violations = new Violations();
            violations.add(pointer, "holds a value that the database cannot store");
            return Checked.refused(violations.toProblem());
        };
        return accepting
                .onFailure(failure -> StoreFault.of(failure) == StoreFault.REFUSED)
                .recoverWithItem(refusal);
    }

    /** The trace context to store with a job, or null when the header is absent or malformed. */
    static String traceparent(String header) {
        return Traceparent.parse(header).map(Traceparent::text).orElse(null);
    }
}
