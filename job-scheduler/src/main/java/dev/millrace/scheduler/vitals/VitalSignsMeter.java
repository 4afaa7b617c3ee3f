package dev.millrace.scheduler.vitals;

import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.statistics.VitalSigns;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * Shows as metrics what tells an operator early that something is wrong: bloat of the hot table, a transaction that keeps vacuum
 * from its work, partitions that are not made ahead, tickets and schedules that are behind. Every replica shows the same.
 */
public final class VitalSignsMeter implements Duty {
    private static final double MILLISECONDS = 1e3;

    private final Statistics statistics;
    private final Duration interval;
    private volatile VitalSigns signs = VitalSigns.UNKNOWN;

    public VitalSignsMeter(Statistics statistics, Duration interval, MeterRegistry meters) {
        this.statistics = statistics;
        this.interval = interval;
        show(
                meters,
                "millrace.job.table.dead.ratio",
                null,
                "Dead rows among those of the live table",
                VitalSigns::deadShare);
        show(
                meters,
                "millrace.job.table.size",
                "bytes",
                "The live table with its indexes",
                present -> present.tableBytes());
        show(
                meters,
                "millrace.database.oldest.transaction.age",
                "seconds",
                "How long the oldest transaction has been open; vacuum clears nothing away that it might see",
                present -> seconds(present.oldestTransaction()));
        show(
                meters,
                "millrace.partitions.ahead",
                "days",
                "For how many days after today there is a place for finished jobs and for logs; -1 when not even for today",
                present -> present.partitionDaysAhead());
        show(
                meters,
                "millrace.outbox.pending",
                null,
                "Tickets that are committed and not yet published",
                present -> present.outboxTickets());
        show(
                meters,
                "millrace.schedule.lag",
                "seconds",
                "How long the first of the due schedules has been due",
                present -> seconds(present.scheduleLag()));
    }

    @Override
    public String name() {
        return "vital-signs-meter";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Measured runOnce() {
        signs = Awaited.of(statistics.vitalSigns());
        return new Measured(signs);
    }

    private void show(
            MeterRegistry meters, String name, String unit, String description, ToDoubleFunction<VitalSigns> value) {
        Gauge.builder(name, this, meter -> value.applyAsDouble(meter.signs))
                .description(description)
                .baseUnit(unit)
                .register(meters);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLISECONDS;
    }

    /** What was found. */
    public record Measured(VitalSigns signs) implements Work {
        @Override
        public int items() {
            return 1;
        }
    }
}
