package dev.millrace.api.directory;

import dev.millrace.core.store.JobTypeCard;
import dev.millrace.core.store.Queues.QueueState;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The job types and queues that were known at one moment, by name. */
public final class DirectorySnapshot {
    static final DirectorySnapshot EMPTY = new DirectorySnapshot(Map.of(), Map.of());

    private final Map<String, KnownJobType> jobTypes;
    private final Map<String, QueueState> queues;

    private DirectorySnapshot(Map<String, KnownJobType> jobTypes, Map<String, QueueState> queues) {
        this.jobTypes = jobTypes;
        this.queues = queues;
    }

    /** The next snapshot; schemas that have not changed since this one are not compiled again. */
    DirectorySnapshot next(List<JobTypeCard> cards, List<QueueState> states) {
        Map<String, KnownJobType> nextTypes = new LinkedHashMap<>();
        for (JobTypeCard card : cards) {
            KnownJobType before = jobTypes.get(card.name());
            PayloadSchema schema = before != null && before.schema().isCompiledFrom(card.payloadSchema())
                    ? before.schema()
                    : PayloadSchema.compile(card.name(), card.payloadSchema());
            nextTypes.put(card.name(), new KnownJobType(card, schema));
        }
        Map<String, QueueState> nextQueues = new LinkedHashMap<>();
        states.forEach(state -> nextQueues.put(state.name(), state));
        return new DirectorySnapshot(Collections.unmodifiableMap(nextTypes), Collections.unmodifiableMap(nextQueues));
    }

    /** The type of this name, or null. */
    public KnownJobType jobType(String name) {
        return jobTypes.get(name);
    }

    /** The queue of this name, or null. */
    public QueueState queue(String name) {
        return queues.get(name);
    }

    /** All types, by name. */
    public Collection<KnownJobType> jobTypes() {
        return jobTypes.values();
    }

    /** All queues, by name. */
    public Collection<QueueState> queues() {
        return queues.values();
    }

    /** The names of all types, for people. */
    public String jobTypeNames() {
        return jobTypes.isEmpty() ? "none, as no worker has registered yet" : String.join(", ", jobTypes.keySet());
    }

    /** The names of all queues, for people. */
    public String queueNames() {
        return queues.isEmpty() ? "none, as no worker has registered yet" : String.join(", ", queues.keySet());
    }

    /** Whether all these names are known. */
    public boolean knows(Collection<String> jobTypeNames, Collection<String> queueNames) {
        return jobTypes.keySet().containsAll(jobTypeNames) && queues.keySet().containsAll(queueNames);
    }
}
