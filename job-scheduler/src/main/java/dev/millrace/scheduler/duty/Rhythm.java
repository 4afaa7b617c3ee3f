package dev.millrace.scheduler.duty;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Runs each duty at its interval, on a virtual thread of its own, so that its rounds never overlap and a slow duty holds up
 * no other. Paced by monotonic time: a step of the wall clock neither stops nor hurries a duty.
 */
public final class Rhythm implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Rhythm.class);
    private static final Duration UNTIL_ALLOWED = Duration.ofMillis(100);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final List<Duty> duties;
    private final BooleanSupplier allowed;
    private final MonotonicClock clock;
    private final MeterRegistry meters;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** @param allowed no round begins before this says yes for the first time */
    public Rhythm(List<? extends Duty> duties, BooleanSupplier allowed, MonotonicClock clock, MeterRegistry meters) {
        this.duties = List.copyOf(duties);
        this.allowed = allowed;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins; to be called once. */
    public void start() {
        for (Duty duty : duties) {
            Rounds rounds = new Rounds(duty, clock, meters);
            threads.add(Thread.ofVirtual().name("duty-" + duty.name()).start(() -> keep(duty, rounds)));
        }
    }

    /** Begins no more rounds and waits up to 5 s for those under way. */
    @Override
    public void close() {
        closing.countDown();
        long start = clock.nanoTime();
        try {
            for (Thread thread : threads) {
                Duration left = CLOSE_PATIENCE.minus(clock.since(start));
                if (left.isNegative() || !thread.join(left)) {
                    LOG.warnf("closing while %s is under way", thread.getName());
                }
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(Duty duty, Rounds rounds) {
        try {
            while (!allowed.getAsBoolean()) {
                if (closedWithin(UNTIL_ALLOWED)) {
                    return;
                }
            }
            Duration rest;
            do {
                long start = clock.nanoTime();
                boolean succeeded = rounds.next();
                Duration interval = succeeded ? duty.interval() : duty.intervalAfterFailure();
                rest = interval.minus(clock.since(start));
            } while (!closedWithin(rest));
        } catch (InterruptedException unexpected) {
            LOG.errorf("nobody interrupts %s, yet it was; it ends", duty.name());
            Thread.currentThread().interrupt();
        }
    }

    private boolean closedWithin(Duration time) throws InterruptedException {
        return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
