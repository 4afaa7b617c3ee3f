package dev.millrace.worker.execution;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.store.JobStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Finds jobs that PostgreSQL says this worker runs, but which are not in its hands, and puts them back: a claim that was given
 * up may have been carried out late, after its repeat. Only attempts that began a while ago count, since a claim's answer may
 * be on its way.
 */
final class Strays {
    private static final Logger LOG = Logger.getLogger(Strays.class);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final JobStore store;
    private final UUID workerId;
    private final HeldAttempts held;
    private final TicketAnnouncer announcer;

    Strays(JobStore store, UUID workerId, HeldAttempts held, TicketAnnouncer announcer) {
        this.store = store;
        this.workerId = workerId;
        this.held = held;
        this.announcer = announcer;
    }

    /** Puts strays back; does nothing when PostgreSQL cannot be asked. */
    void runOnce() {
        try {
            putBack(GRACE);
        } catch (RuntimeException away) {
            LOG.debugf("strays were not looked for: %s", away.getMessage());
        }
    }

    /**
     * @param grace how long ago an attempt must have begun to count
     * @return the attempts that were put back
     */
    List<AttemptKey> putBack(Duration grace) {
        // Noted before the read: an attempt whose end is recorded between the two would else look like a stray.
        Set<AttemptKey> inHand = held.keys();
        List<AttemptKey> strays = store.findRunning(workerId, grace).await().indefinitely().stream()
                .filter(key -> !inHand.contains(key))
                .toList();
        if (!strays.isEmpty()) {
            LOG.warnf("jobs that run here by the books, but are not in hand, are put back: %s", strays);
            announcer.announce(
                    store.release(strays, AttemptOutcome.RELEASED).await().indefinitely());
        }
        return strays;
    }
}
