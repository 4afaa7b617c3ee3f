package dev.millrace.worker.handler;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A {@link JobHandler} whose work is a {@link Uni}, for reactive clients. In all else it is like any other: its attempt has
 * a virtual thread, which waits for the Uni; what stops the attempt cancels the Uni's subscription.
 *
 * @param <P> the payload, as for {@link JobHandler}
 * @param <R> the result, as for {@link JobHandler}
 */
public interface ReactiveJobHandler<P, R> extends JobHandler<P, R> {
    /**
     * What does the work once it is subscribed to.
     *
     * @return a Uni of what came of it; one that fails is a failed attempt, as an exception is
     */
    Uni<JobOutcome<R>> work(P payload, JobContext context);

    @Override
    default JobOutcome<R> run(P payload, JobContext context) throws Exception {
        CompletableFuture<JobOutcome<R>> outcome =
                work(payload, context).subscribe().asCompletionStage();
        try {
            return outcome.get();
        } catch (InterruptedException stopped) {
            outcome.cancel(true);
            throw stopped;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw failed;
        }
    }
}
