package dev.millrace.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.directory.Directory;
import dev.millrace.api.directory.DirectorySnapshot;
import dev.millrace.api.json.Pointers;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Traceparent;
import dev.millrace.api.problem.Violations;
import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.store.AcceptedJob;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.core.store.StoreFault;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

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
    private final SubmissionCounters counters;

    public Submitter(
            Directory directory,
            SubmissionReader reader,
            JobStore store,
            TicketAnnouncer announcer,
            SubmissionCounters counters) {
        this.directory = directory;
        this.reader = reader;
        this.store = store;
        this.announcer = announcer;
        this.counters = counters;
    }

    /** Accepts one job. */
    public Uni<Checked<AcceptedJob>> submit(JsonNode submission, String traceparentHeader) {
        String traceparent = traceparent(traceparentHeader);
        return looking(List.of(submission)).chain(snapshot -> {
            Violations violations = new Violations();
            NewJob job = reader.read(submission, "", snapshot, traceparent, violations);
            return job == null
                    ? refused(violations)
                    : orRefused(store.accept(job).invoke(this::announce).map(Checked::sound), "/payload");
        });
    }

    /** Accepts all of {@code submissions}, which stand at {@code /jobs/0}, {@code /jobs/1}, ..., or none. */
    public Uni<Checked<List<AcceptedJob>>> submitAll(List<JsonNode> submissions, String traceparentHeader) {
        String traceparent = traceparent(traceparentHeader);
        return looking(submissions).chain(snapshot -> {
            Violations violations = new Violations();
            List<NewJob> jobs = new ArrayList<>(submissions.size());
            for (int i = 0; i < submissions.size(); i++) {
                String pointer = Pointers.child("/jobs", i);
                jobs.add(reader.read(submissions.get(i), pointer, snapshot, traceparent, violations));
            }
            return violations.isEmpty()
                    ? orRefused(store.acceptAll(jobs).invoke(this::announceAll).map(Checked::sound), "/jobs")
                    : refused(violations);
        });
    }

    private void announce(AcceptedJob accepted) {
        counters.count(accepted.submitted());
        if (accepted.leadsTicket()) {
            announcer.announce(List.of(accepted.ticket()));
        }
    }

    private void announceAll(List<AcceptedJob> accepted) {
        accepted.forEach(job -> counters.count(job.submitted()));
        announcer.announce(ReadyTicket.announcing(accepted));
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

    private static String traceparent(String header) {
        return Traceparent.parse(header).map(Traceparent::text).orElse(null);
    }
}
