package dev.millrace.scheduler.rescue;

import dev.millrace.scheduler.duty.MonotonicClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Decides when the rescuer may and should look for stranded jobs, which costs a walk over the live table. Of one thread.
 */
final class RescueWatch {
    private final MonotonicClock clock;
    private final Duration lease;
    private final Duration fullInterval;
    /** Late workers of which no job was left; they stay listed as late for a day. */
    private final Set<UUID> emptied = new HashSet<>();

    private boolean inSight;
    private long inSightSince;
    private long lastInSight;
    private boolean lookedFully;
    private long lastFullLook;

    RescueWatch(MonotonicClock clock, Duration lease, Duration fullInterval) {
        this.clock = clock;
        this.lease = lease;
        this.fullInterval = fullInterval;
    }

    /**
     * Takes a cheap look at PostgreSQL.
     *
     * @param lateWorkers asks it for the late workers; whatever it throws is thrown on, and means that PostgreSQL is out of
     *     sight
     */
    Look look(Supplier<List<UUID>> lateWorkers) {
        List<UUID> late;
        try {
            late = lateWorkers.get();
        } catch (RuntimeException away) {
            inSight = false;
            throw away;
        }
        long now = clock.nanoTime();
        // A rescuer that was itself frozen cannot know what it missed.
        if (!inSight || clock.since(lastInSight).compareTo(lease) >= 0) {
            inSight = true;
            inSightSince = now;
        }
        lastInSight = now;
        emptied.retainAll(late);
        boolean seenForALease = Duration.ofNanos(now - inSightSince).compareTo(lease) >= 0;
        boolean someoneIsLate = !emptied.containsAll(late);
        boolean fullIsDue = !lookedFully || Duration.ofNanos(now - lastFullLook).compareTo(fullInterval) >= 0;
        return new Look(seenForALease && (someoneIsLate || fullIsDue), late, now);
    }

    /** Notes that all that was stranded at {@code look} has been dealt with. */
    void looked(Look look) {
        lookedFully = true;
        lastFullLook = look.at;
        emptied.addAll(look.late);
    }

    /**
     * @param due whether to look for stranded jobs now
     * @param late the workers that were late
     * @param at when, by the monotonic clock
     */
    record Look(boolean due, List<UUID> late, long at) {}
}
