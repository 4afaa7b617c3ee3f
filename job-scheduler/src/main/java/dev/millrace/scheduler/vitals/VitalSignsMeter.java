package dev.millrace.scheduler.vitals;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.statistics.LaneDepth;
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.statistics.VitalSigns;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Shows as metrics what tells an operator early that something is wrong: bloat of the hot table, a transaction that keeps vacuum
 * from its work, tickets and schedules that are behind, jobs that wait for long. Every replica shows the same.
 */
public final class VitalSignsMeter implements Duty {
    private static final double MILLISECONDS = 1e3;

    private final Statistics statistics;
    private final Duration interval;
    private final MultiGauge oldestPending;
    private volatile VitalSigns signs = new VitalSigns(0, 0, 0, Duration.ZERO, 0, Duration.ZERO);

    public VitalSignsMeter(Statistics statistics, Duration interval, MeterRegistry meters) {
        this.statistics = statistics;
        this.interval = interval;
        oldestPending = MultiGauge.builder("millrace.queue.oldest.pending.age")
                .description("How long the oldest pending job of a lane has been ready")
                .baseUnit("seconds")
                .register(meters);
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
        List<LaneDepth> pending = Awaited.of(statistics.depth()).stream()
                .filter(lane -> lane.status() == JobStatus.PENDING)
                .toList();
        oldestPending.register(
                pending.stream()
                        .map(lane -> MultiGauge.Row.of(
                                Tags.of(
                                        "queue",
                                        lane.queue(),
                                        "priority",
                                        lane.priority().wireName()),
                                lane.oldestAgeSeconds()))
                        .toList(),
                true);
        return new Measured(signs, pending.size());
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

    /** @param lanes in how many jobs are pending */
    public record Measured(VitalSigns signs, int lanes) implements Work {
        @Override
        public int items() {
            return lanes;
        }
    }
}
