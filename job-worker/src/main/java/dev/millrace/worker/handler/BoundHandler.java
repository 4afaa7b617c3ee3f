package dev.millrace.worker.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.millrace.core.store.JobTypeCard;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A handler together with how its payload is read and checked, and its result written. */
public final class BoundHandler<P, R> {
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private final JobHandler<P, R> handler;
    private final Validator validator;
    private final JobTypeDefaults defaults;
    private final JobTypeCard card;

    /** @throws IllegalArgumentException when the handler's example is none that it would take */
    BoundHandler(JobHandler<P, R> handler, Validator validator) {
        this.handler = handler;
        this.validator = validator;
        this.defaults = handler.defaults();
        this.card = new JobTypeCard(
                handler.type(),
                handler.description(),
                PayloadSchema.of(handler.payloadType()),
                example(),
                defaults.maxRetries(),
                defaults.retry(),
                defaults.timeout(),
                defaults.ticketSize(),
                defaults.queue());
    }

    /** What the API should know of the type. */
    public JobTypeCard card() {
        return card;
    }

    /** How long the handler may show no life before it is interrupted; empty when it need not show any. */
    public Optional<Duration> heartbeatTimeout() {
        return Optional.ofNullable(defaults.heartbeatTimeout());
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
        JobOutcome<R> outcome = handler.run(read(payload), context);
        return switch (outcome) {
            case null -> throw new IllegalStateException("the handler of " + card.name() + " returned null");
            case JobOutcome.Succeed<R> succeed ->
                JobOutcome.succeed(succeed.result() == null ? null : PayloadJson.write(succeed.result()));
            case JobOutcome.RetryAfter<R> retry -> JobOutcome.retryAfter(retry.delay(), retry.type(), retry.reason());
            case JobOutcome.Snooze<R> snooze -> JobOutcome.snooze(snooze.delay());
            case JobOutcome.Discard<R> discard -> JobOutcome.discard(discard.reason());
            case JobOutcome.Fail<R> fail -> JobOutcome.fail(fail.type(), fail.message());
            case JobOutcome.GiveUp<R> giveUp -> JobOutcome.giveUp(giveUp.type(), giveUp.message());
        };
    }

    /** The API has checked the payload already, but perhaps before the type's schema was changed. */
    private P read(String payload) throws UnreadablePayload {
        P read;
        try {
            read = PayloadJson.read(payload, handler.payloadType());
        } catch (JsonProcessingException unreadable) {
            throw new UnreadablePayload(describe(unreadable));
        }
        if (read == null) {
            throw new UnreadablePayload("the payload is null");
        }
        Set<ConstraintViolation<P>> broken = validator.validate(read);
        if (!broken.isEmpty()) {
            throw new UnreadablePayload(
                    broken.stream().map(BoundHandler::describe).sorted().collect(Collectors.joining("; ")));
        }
        return read;
    }

    /** Jackson's own messages repeat the value, which may be secret; what the payload's type itself says is the handler's. */
    private static String describe(JsonProcessingException unreadable) {
        if (unreadable instanceof ValueInstantiationException refusedByType) {
            return refusedByType.getOriginalMessage();
        }
        String place = unreadable instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        String wanted = unreadable instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? ": it must be readable as " + mismatch.getTargetType().getSimpleName()
                : "";
        return (place.isEmpty() ? "the payload" : place) + " is not what the handler takes" + wanted;
    }

    private static String describe(ConstraintViolation<?> broken) {
        return SNAKE_CASE.translate(broken.getPropertyPath().toString()) + " " + broken.getMessage();
    }

    private String example() {
        try {
            String example = PayloadJson.write(handler.example());
            read(example);
            return example;
        } catch (JsonProcessingException | UnreadablePayload unsound) {
            throw new IllegalArgumentException(
                    "the example of " + handler.type() + " is no payload of it: " + unsound.getMessage(), unsound);
        }
    }
}
