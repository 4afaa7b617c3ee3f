package dev.millrace.scheduler.sealing;

import dev.millrace.core.store.Resealing;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * After keys were changed, or encryption was turned on, encrypts what live jobs and schedules carry with the present key. Once
 * a pass has found nothing to do it rests for a day: other processes that do not know of the new key yet may still write.
 */
public final class Resealer implements Duty {
    private static final Logger LOG = Logger.getLogger(Resealer.class);
    private static final Duration REST = Duration.ofDays(1);

    private final Resealing resealing;
    private final Duration interval;
    private final int batch;
    private volatile boolean isDone;

    /**
     * @param interval from one pass to the next, while there is something to do
     * @param batch how many jobs one statement looks at
     */
    public Resealer(Resealing resealing, Duration interval, int batch) {
        this.resealing = resealing;
        this.interval = interval;
        this.batch = batch;
    }

    @Override
    public String name() {
        return "resealer";
    }

    @Override
    public Duration interval() {
        return isDone ? REST : interval;
    }

    @Override
    public Resealed runOnce() {
        if (!resealing.isOn()) {
            isDone = true;
            return new Resealed(0);
        }
        int schedules = Awaited.of(resealing.schedules());
        int jobs = 0;
        int left = 0;
        Resealing.Step step = new Resealing.Step(Resealing.BEGINNING, false, 0, 0);
        do {
            step = Awaited.of(resealing.jobs(step.last(), batch));
            jobs += step.sealed();
            left += step.left();
        } while (!step.isOver());
        isDone = jobs + schedules + left == 0;
        if (jobs + schedules > 0) {
            LOG.infof("encrypted with the present key: jobs=%d schedules=%d", jobs, schedules);
        }
        return new Resealed(jobs + schedules);
    }
}
