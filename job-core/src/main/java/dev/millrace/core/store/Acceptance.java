package dev.millrace.core.store;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What became of a {@link Submission}. */
public sealed interface Acceptance {
    /** All its jobs are accepted, in its order. */
    record Accepted(List<AcceptedJob> jobs) implements Acceptance {
        public Accepted {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * An earlier request with the same idempotency key was accepted, and nothing new is.
     *
     * @param jobs those of the earlier request as they were accepted then; none has a ticket
     */
    record Repeated(List<AcceptedJob> jobs) implements Acceptance {
        public Repeated {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * Other live jobs hold unique keys that its jobs ask for.
     *
     * @param holders the holder of the key of the job at this place, from 0; holds at least one
     */
    record UniqueKeyHeld(Map<Integer, UUID> holders) implements Acceptance {
        public UniqueKeyHeld {
            holders = Map.copyOf(holders);
        }
    }

    /** An earlier request with the same idempotency key is not decided yet. */
    record InFlight() implements Acceptance {}

    /** An earlier request with the same idempotency key asked for something else. */
    record KeyReused() implements Acceptance {}
}
