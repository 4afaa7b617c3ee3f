package dev.millrace.core.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.NotificationEmitter;

/**
 * Clears the part of the heap for what lives long when it holds more than twice of what lives. The serial and the parallel
 * collector let it grow to the heap's limit first, by default a quarter of the machine's memory, although nearly all of it is
 * garbage that a burst of jobs has left. Clearing takes as long as what lives is large, some ten milliseconds for a service of
 * Millrace's own, once in some hundred thousand jobs.
 *
 * <p>Other collectors, such as G1, do this by themselves and are left alone.
 */
public final class OldGeneration {
    private static final Set<String> NAMES = Set.of("Tenured Gen", "PS Old Gen");
    private static final long USUAL_ROOM = 64L * 1024 * 1024;
    private static final AtomicBoolean KEPT = new AtomicBoolean();

    private final MemoryPoolMXBean pool;
    private final long room;

    /** @param room in bytes: less than that is never cleared */
    OldGeneration(MemoryPoolMXBean pool, long room) {
        this.pool = pool;
        this.room = room;
    }

    /** Keeps that of this process from growing for nothing, from now on; once, however often it is called. */
    public static void keepSmall() {
        ofThisProcess()
                .filter(found -> KEPT.compareAndSet(false, true))
                .ifPresent(found -> new OldGeneration(found, USUAL_ROOM).watch());
    }

    /** None where the collector needs no help. */
    static Optional<MemoryPoolMXBean> ofThisProcess() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && NAMES.contains(pool.getName()))
                .filter(MemoryPoolMXBean::isUsageThresholdSupported)
                .findFirst();
    }

    /** Java compares after each collection of what is young, and tells on a thread of its own. */
    void watch() {
        allowTwiceWhatLives();
        ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
                .addNotificationListener((notification, handback) -> clear(), null, null);
    }

    private void clear() {
        if (pool.isUsageThresholdExceeded()) {
            System.gc();
            allowTwiceWhatLives();
        }
    }

    private void allowTwiceWhatLives() {
        long most = pool.getUsage().getMax();
        long allowed = Math.max(room, 2 * pool.getUsage().getUsed());
        pool.setUsageThreshold(most < 0 ? allowed : Math.min(most, allowed));
    }
}
