package dev.millrace.worker.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.store.JobTypeCard;
import jakarta.validation.Validator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The handlers of this worker by job type. Two handlers of one type are refused at start. */
public final class HandlerRegistry {
    private static final Pattern TYPE_NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    private final Map<String, BoundHandler<?, ?>> byType = new TreeMap<>();

    /** Handlers whose payloads are checked by a plain validator, which knows of no container's beans. */
    public HandlerRegistry(Collection<? extends JobHandler<?, ?>> handlers) {
        this(handlers, PlainValidation.validator());
    }

    /**
     * @param validator checks payloads before handlers see them
     * @throws IllegalArgumentException when a type's name or example is not sound, or two handlers share a type
     */
    public HandlerRegistry(Collection<? extends JobHandler<?, ?>> handlers, Validator validator) {
        for (JobHandler<?, ?> handler : handlers) {
            if (!TYPE_NAME.matcher(handler.type()).matches()) {
                throw new IllegalArgumentException(handler.getClass().getName() + " names its type '" + handler.type()
                        + "', which must match " + TYPE_NAME);
            }
            BoundHandler<?, ?> other = byType.putIfAbsent(handler.type(), new BoundHandler<>(handler, validator));
            if (other != null) {
                throw new IllegalArgumentException("two handlers share the type " + handler.type());
            }
        }
    }

    /** A payload as clients write it. */
    public static String payloadText(Object payload) throws JsonProcessingException {
        return PayloadJson.write(payload);
    }

    /** The names of all types, sorted. */
    public List<String> types() {
        return List.copyOf(byType.keySet());
    }

    public Optional<BoundHandler<?, ?>> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** What the API should know of each type. */
    public List<JobTypeCard> cards() {
        return byType.values().stream().<JobTypeCard>map(BoundHandler::card).toList();
    }
}
