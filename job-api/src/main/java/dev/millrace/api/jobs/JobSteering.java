package dev.millrace.api.jobs;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Callers;
import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.job.JobAction;
import dev.millrace.core.store.ActionResult;
import dev.millrace.core.store.JobActions;
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
    public Uni<Response> ask(JobAction action, UUID jobId) {
        AuditEntry entry = callers.entry("job." + action.wireName(), jobId.toString(), null);
        Uni<ActionResult> asked =
                switch (action) {
                    case CANCEL -> actions.cancel(jobId, entry);
                    case RETRY -> actions.retry(jobId, entry);
                    case DISCARD -> actions.discard(jobId, entry);
                };
        return asked.chain(result -> switch (result) {
            case ActionResult.Done done -> {
                announcer.announce(done.tickets());
                yield shown(jobId);
            }
            case ActionResult.Refused refused ->
                Uni.createFrom()
                        .item(Problem.statusForbids(refused.status(), participle(action))
                                .toResponse());
            case ActionResult.NotLive ignored -> forbiddenOrUnknown(action, jobId);
        });
    }

    private Uni<Response> shown(UUID jobId) {
        return reader.find(jobId)
                .map(found -> found.map(job -> Response.ok(JobView.of(job)).build())
                        .orElseGet(() -> Problem.noJob(jobId.toString()).toResponse()));
    }

    private Uni<Response> forbiddenOrUnknown(JobAction action, UUID jobId) {
        return reader.find(jobId).map(found -> found.map(job -> Problem.statusForbids(job.status(), participle(action)))
                .orElseGet(() -> Problem.noJob(jobId.toString()))
                .toResponse());
    }

    private static String participle(JobAction action) {
        return switch (action) {
            case CANCEL -> "canceled";
            case RETRY -> "retried";
            case DISCARD -> "discarded";
        };
    }
}
