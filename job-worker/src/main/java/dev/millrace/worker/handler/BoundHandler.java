package dev.millrace.worker.handler;

import com.fasterxml.jackson.core.JsonProcessingException;

/** A handler together with how its payload is read and its result written. */
public final class BoundHandler<P, R> {
    private final JobHandler<P, R> handler;

    BoundHandler(JobHandler<P, R> handler) {
        this.handler = handler;
    }

    JobHandler<P, R> handler() {
        return handler;
    }

    /**
     * Runs the handler on a payload.
     *
     * @param payload JSON as text
     * @return the outcome, its result as JSON text
     * @throws UnreadablePayload when the payload is not what the handler takes; it never will be
     * @throws Exception what the handler threw
     */
    public JobOutcome<String> run(String payload, JobContext context) throws Exception {
        P read;
        try {
            read = PayloadJson.read(payload, handler.payloadType());
        } catch (JsonProcessingException unreadable) {
            throw new UnreadablePayload(unreadable.getOriginalMessage());
        }
        JobOutcome<R> outcome = handler.run(read, context);
        return switch (outcome) {
            case null -> throw new IllegalStateException("the handler of " + handler.type() + " returned null");
            case JobOutcome.Succeed<R> succeed ->
                JobOutcome.succeed(succeed.result() == null ? null : PayloadJson.write(succeed.result()));
            case JobOutcome.RetryAfter<R> retry -> JobOutcome.retryAfter(retry.delay(), retry.reason());
            case JobOutcome.Snooze<R> snooze -> JobOutcome.snooze(snooze.delay());
            case JobOutcome.Discard<R> discard -> JobOutcome.discard(discard.reason());
            case JobOutcome.Fail<R> fail -> JobOutcome.fail(fail.type(), fail.message());
        };
    }
}
