package dev.millrace.api.jobs;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Callers;
import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.store.ActionResult;
import dev.millrace.core.store.JobActions;
import dev.millrace.core.store.JobChange;
import dev.millrace.core.store.JobReader;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** Asks something of one job, and answers with the job, or with what forbids it. */
@Singleton
public class JobSteering {
    private final JobActions actions;
    private final JobReader reader;
    private final TicketAnnouncer announcer;
    private final Callers callers;

    public JobSteering(JobActions actions, JobReader reader, TicketAnnouncer announcer, Callers callers) {
        this.actions = actions;
        this.reader = reader;
        this.announcer = announcer;
        this.callers = callers;
    }

    /** 200 with the job, 404, or 409 with its status. */
    public Uni<Response> cancel(UUID jobId) {
        return answered(jobId, "canceled", actions.cancel(jobId, callers.entry("job.cancel", jobId.toString(), null)));
    }

    /** 200 with the job, 404, or 409 with its status or with the holder of its unique key. */
    public Uni<Response> retry(UUID jobId) {
        return answered(jobId, "retried", actions.retry(jobId, callers.entry("job.retry", jobId.toString(), null)));
    }

    /** 200 with the job, 404, or 409 with its status. */
    public Uni<Response> discard(UUID jobId) {
        return answered(
                jobId, "discarded", actions.discard(jobId, callers.entry("job.discard", jobId.toString(), null)));
    }

    /**
     * 200 with the job, 404, or 409 with its status.
     *
     * @param told the change as the caller wrote it, for the audit trail
     */
    public Uni<Response> change(UUID jobId, JobChange change, String told) {
        return answered(
                jobId,
                "changed so",
                actions.change(
                        jobId,
                        change,
                        callers.entry("job.change", jobId.toString(), null).withDetail(told)));
    }

    private Uni<Response> answered(UUID jobId, String participle, Uni<ActionResult> asked) {
        return asked.chain(result -> switch (result) {
            case ActionResult.Done done -> {
                announcer.announce(done.tickets());
                yield shown(jobId);
            }
            case ActionResult.Refused refused ->
                Uni.createFrom()
                        .item(Problem.statusForbids(refused.status(), participle)
                                .toResponse());
            case ActionResult.UniqueKeyHeld held ->
                Uni.createFrom().item(Problem.uniqueKeyHeld(held.holder()).toResponse());
            case ActionResult.NotLive ignored -> forbiddenOrUnknown(participle, jobId);
        });
    }

    private Uni<Response> shown(UUID jobId) {
        return reader.find(jobId)
                .map(found -> found.map(job -> Response.ok(JobView.of(job)).build())
                        .orElseGet(() -> Problem.noJob(jobId.toString()).toResponse()));
    }

    private Uni<Response> forbiddenOrUnknown(String participle, UUID jobId) {
        return reader.find(jobId).map(found -> found.map(job -> Problem.statusForbids(job.status(), participle))
                .orElseGet(() -> Problem.noJob(jobId.toString()))
                .toResponse());
    }
}
