package dev.millrace.scheduler.duty;

import dev.millrace.core.store.StoreUnavailable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The rounds of one duty: counts them, and tells of an outage once when it begins and once when it is over, however many
 * rounds fail in between. Of one thread at a time.
 */
final class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final Duty duty;
    private final MonotonicClock clock;
    private final Timer duration;
    private final Counter items;
    private final Counter failures;
    private volatile long lastSuccess;
    private long failedInARow;

    Rounds(Duty duty, MonotonicClock clock, MeterRegistry meters) {
        this.duty = duty;
        this.clock = clock;
        lastSuccess = clock.nanoTime();
        duration = Timer.builder("millrace.scheduler.rounds")
                .description("Rounds of a duty, failed ones included, and how long they took")
                .tag("duty", duty.name())
                .register(meters);
        items = Counter.builder("millrace.scheduler.items")
                .description("Things that a duty has dealt with")
                .tag("duty", duty.name())
                .register(meters);
        failures = Counter.builder("millrace.scheduler.failures")
                .description("Rounds of a duty that failed")
                .tag("duty", duty.name())
                .register(meters);
        Gauge.builder(
                        "millrace.scheduler.last.success.age",
                        this,
                        rounds -> rounds.lastSuccessAge().toMillis() / 1e3)
                .description("How long ago a round of a duty last succeeded, or the service started")
                .baseUnit("seconds")
                .tag("duty", duty.name())
                .register(meters);
    }

    /** Runs one round; whatever goes wrong is counted and told here. Returns whether it succeeded. */
    boolean next() {
        long start = clock.nanoTime();
        try {
            Work work = duty.runOnce();
            items.increment(work.items());
            succeeded();
            return true;
        } catch (StoreUnavailable away) {
            failed();
            if (failedInARow == 1) {
                LOG.warnf("%s fails and will be tried until it succeeds: %s", duty.name(), away.getMessage());
            }
            return false;
        } catch (RuntimeException | Error bug) {
            failed();
            if (failedInARow == 1) {
                LOG.errorf(bug, "%s fails unexpectedly and will be tried again", duty.name());
            }
            return false;
        } finally {
            duration.record(clock.since(start));
        }
    }

    Duration lastSuccessAge() {
        return clock.since(lastSuccess);
    }

    private void succeeded() {
        if (failedInARow > 0) {
            LOG.infof("%s succeeds again after %d failed rounds", duty.name(), failedInARow);
        }
        failedInARow = 0;
        lastSuccess = clock.nanoTime();
    }

    private void failed() {
        failures.increment();
        failedInARow++;
    }
}
