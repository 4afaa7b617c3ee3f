package dev.millrace.api.jobs;

import dev.millrace.api.jobs.JobView.ErrorView;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.store.PastAttempt;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One execution of a job. */
@Schema(name = "Attempt", description = "One execution of a job")
@RegisterForReflection
public record AttemptView(
        @Schema(description = "Counts from 1", examples = "1")
        int attempt,

        @Schema(nullable = true) UUID workerId,
        @Schema(nullable = true) Instant startedAt,

        @Schema(description = "Null while it runs", nullable = true)
        Instant finishedAt,

        @Schema(
                description = "Null while it runs",
                nullable = true,
                enumeration = {"completed", "failed", "timed_out", "lost", "released", "canceled", "discarded"})
        String outcome,

        @Schema(nullable = true) ErrorView error) {
    /**
     * The attempts of a job, oldest first. The one that succeeded and the one that runs are told from the job itself.
     *
     * @param past those noted, read after the job: one that ended meanwhile is among them
     * @param after the attempt after which {@code past} begins
     */
    static List<AttemptView> all(Job job, List<PastAttempt> past, int after) {
        List<AttemptView> all =
                new ArrayList<>(past.stream().map(AttemptView::of).toList());
        boolean isTold =
                job.attempts() <= after || past.stream().anyMatch(attempt -> attempt.attempt() == job.attempts());
        if (job.status() == JobStatus.RUNNING && !isTold) {
            all.add(new AttemptView(job.attempts(), job.workerId(), job.startedAt(), null, null, null));
        }
        if (job.status() == JobStatus.COMPLETED && !isTold) {
            all.add(new AttemptView(
                    job.attempts(),
                    job.workerId(),
                    job.startedAt(),
                    job.finishedAt(),
                    AttemptOutcome.COMPLETED.wireName(),
                    null));
        }
        return all;
    }

    private static AttemptView of(PastAttempt past) {
        return new AttemptView(
                past.attempt(),
                past.workerId(),
                past.startedAt(),
                past.finishedAt(),
                past.outcome(),
                past.error() == null ? null : ErrorView.of(past.error()));
    }
}
