package dev.millrace.worker.execution;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.batching.BatcherOverloaded;
import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.messaging.DeathNotice;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.EndResult;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.StoreFault;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Has the ends of attempts recorded. While PostgreSQL is away the same end is offered again, for as long as it takes; the
 * handler is never run again for that. The fence decides whether it still counts.
 */
final class EndRecorder {
    private static final Logger LOG = Logger.getLogger(EndRecorder.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final JobStore store;
    private final TicketPublisher publisher;
    private final TicketAnnouncer announcer;
    private final Verdict verdict;
    private final WorkerMetrics metrics;
    private final AtomicInteger outstanding = new AtomicInteger();

    EndRecorder(
            JobStore store,
            TicketPublisher publisher,
            TicketAnnouncer announcer,
            Verdict verdict,
            WorkerMetrics metrics) {
        this.store = store;
        this.publisher = publisher;
        this.announcer = announcer;
        this.verdict = verdict;
        this.metrics = metrics;
    }

    /** How many ends are offered but not yet answered. */
    int outstanding() {
        return outstanding.get();
    }

    /** Records an end; completes when the database has answered, and never fails: with null when a bug kept it from being recorded. */
    CompletionStage<RecordedEnd> record(ClaimedJob job, AttemptEnd end) {
        return end instanceof AttemptEnd.Completed completed ? recordAtOnce(job, completed) : recordPatiently(job, end);
    }

    private CompletionStage<RecordedEnd> recordPatiently(ClaimedJob job, AttemptEnd end) {
        return settled(job, offered(job, end).invoke(taken -> tellOthers(job, taken)));
    }

    /** Nearly all ends are taken when they are first offered, and need nothing of what makes it possible to offer them again. */
    private CompletionStage<RecordedEnd> recordAtOnce(ClaimedJob job, AttemptEnd.Completed end) {
        CompletableFuture<RecordedEnd> settled = new CompletableFuture<>();
        outstanding.incrementAndGet();
        store.complete(end, (result, failure) -> {
            if (failure == null) {
                metrics.ended(job, end, result);
                tellWhenFenced(job, result);
                outstanding.decrementAndGet();
                settled.complete(new RecordedEnd(end, result));
            } else {
                var unused = recordPatiently(job, end).thenAccept(settled::complete);
                outstanding.decrementAndGet();
            }
        });
        return settled;
    }

    /** Hands a job back without a failure; completes when the database has answered, and never fails. */
    CompletionStage<Void> handBack(ClaimedJob job) {
        return handBack(List.of(job));
    }

    /** Hands jobs back that have not begun; completes when the database has answered, and never fails. */
    CompletionStage<Void> handBack(List<ClaimedJob> jobs) {
        List<AttemptKey> keys = jobs.stream().map(ClaimedJob::key).toList();
        return settled(
                jobs.getFirst(),
                untilAnswered(store.release(keys, AttemptOutcome.RELEASED))
                        .invoke(announcer::announce)
                        .replaceWithVoid());
    }

    /** As {@link #handBack(ClaimedJob)}, but leaves it to the relay to announce the job, a few seconds later. */
    CompletionStage<Void> handBackUnannounced(ClaimedJob job) {
        return settled(
                job,
                untilAnswered(store.release(List.of(job.key()), AttemptOutcome.RELEASED))
                        .replaceWithVoid());
    }

    private <T> CompletionStage<T> settled(ClaimedJob job, Uni<T> write) {
        outstanding.incrementAndGet();
        return write.onFailure()
                .invoke(bug -> JobLabels.around(
                        job,
                        () -> LOG.errorf(
                                bug, "what became of job %s, attempt %d, was not recorded", job.id(), job.attempt())))
                .onFailure()
                .recoverWithNull()
                .onTermination()
                .invoke(outstanding::decrementAndGet)
                .subscribeAsCompletionStage();
    }

    private Uni<RecordedEnd> offered(ClaimedJob job, AttemptEnd end) {
        return untilAnswered(store.end(end))
                .map(result -> new RecordedEnd(end, result))
                .onFailure()
                .recoverWithUni(refused -> offeredAsFailure(verdict.endRefused(job, end, refused.getMessage())));
    }

    /** What cannot be recorded as it is must not leave the job running with nobody. */
    private Uni<RecordedEnd> offeredAsFailure(AttemptEnd failure) {
        return untilAnswered(store.end(failure)).map(result -> new RecordedEnd(failure, result));
    }

    private static <T> Uni<T> untilAnswered(Uni<T> offer) {
        return offer.onFailure(failure -> failure instanceof StoreUnavailable
                        || failure instanceof BatcherOverloaded
                        || StoreFault.of(failure) == StoreFault.CONTENTION)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely();
    }

    private void tellOthers(ClaimedJob job, RecordedEnd taken) {
        metrics.ended(job, taken.end(), taken.result());
        tellWhenFenced(job, taken.result());
        if (taken.result() != EndResult.RECORDED) {
            return;
        }
        Lane lane = new Lane(job.queue(), job.priority());
        switch (taken.end()) {
            case AttemptEnd.RetryLater retry -> wakeLater(lane, job, retry);
            case AttemptEnd.Buried buried -> {
                JobLabels.around(
                        job,
                        () -> LOG.warnf(
                                "job %s of type %s is dead after attempt %d: %s: %s",
                                job.id(),
                                job.type(),
                                job.attempt(),
                                buried.error().type(),
                                buried.error().message()));
                var unused = publisher.announceDeath(new DeathNotice(
                        job.id(),
                        job.type(),
                        job.queue(),
                        buried.error().type(),
                        // The broker keeps notices on its disk, where nothing is sealed.
                        store.isSealing() ? null : buried.error().message()));
            }
            case AttemptEnd.Completed completed -> {}
            case AttemptEnd.Canceled canceled -> {}
            case AttemptEnd.Discarded discarded -> {}
            case AttemptEnd.Snoozed snoozed -> {}
            case AttemptEnd.PutOff putOff -> {}
        }
    }

    private static void tellWhenFenced(ClaimedJob job, EndResult result) {
        if (result == EndResult.LEASE_LOST) {
            JobLabels.around(
                    job,
                    () -> LOG.infof("job %s, attempt %d: fenced off, its end does not count", job.id(), job.attempt()));
        }
    }

    /** The broker is only the alarm clock: when it does not take the ticket, the promoter wakes the job a little later. */
    private void wakeLater(Lane lane, ClaimedJob job, AttemptEnd.RetryLater retry) {
        if (!retry.grace().isZero()) {
            var unused = publisher.publishAfter(lane, new JobTicket(List.of(job.id())), retry.delay());
        }
    }
}
