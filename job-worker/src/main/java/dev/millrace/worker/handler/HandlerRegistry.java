package dev.millrace.worker.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.store.JobTypeCard;
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

    /** @throws IllegalArgumentException when a type's name is not sound, or two handlers share one */
    public HandlerRegistry(Collection<? extends JobHandler<?, ?>> handlers) {
        for (JobHandler<?, ?> handler : handlers) {
            if (!TYPE_NAME.matcher(handler.type()).matches()) {
                throw new IllegalArgumentException(handler.getClass().getName() + " names its type '" + handler.type()
                        + "', which must match " + TYPE_NAME);
            }
            BoundHandler<?, ?> other = byType.putIfAbsent(handler.type(), new BoundHandler<>(handler));
            if (other != null) {
                throw new IllegalArgumentException("two handlers share the type " + handler.type());
            }
        }
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
        return byType.values().stream().map(HandlerRegistry::card).toList();
    }

    private static JobTypeCard card(BoundHandler<?, ?> bound) {
        JobHandler<?, ?> handler = bound.handler();
        JobTypeDefaults defaults = handler.defaults();
        return new JobTypeCard(
                handler.type(),
                handler.description(),
                PayloadSchema.of(handler.payloadType()),
                exampleOf(handler),
                defaults.maxRetries(),
                defaults.retry(),
                defaults.timeout(),
                defaults.ticketSize());
    }

    private static String exampleOf(JobHandler<?, ?> handler) {
        try {
            return PayloadJson.write(handler.example());
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("the example of " + handler.type() + " is not JSON", unwritable);
        }
    }
}
