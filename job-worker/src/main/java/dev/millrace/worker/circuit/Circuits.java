package dev.millrace.worker.circuit;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Jitter;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.store.AttemptEnd;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** The {@link Circuit} of each job type that this worker has run. Each worker learns for itself. Safe for many threads. */
public final class Circuits {
    private static final Logger LOG = Logger.getLogger(Circuits.class);

    private final CircuitSettings settings;
    private final MeterRegistry meters;
    private final Jitter jitter;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Circuit> circuits = new ConcurrentHashMap<>();

    /** @param nanos a clock that only goes on */
    public Circuits(CircuitSettings settings, MeterRegistry meters, Jitter jitter, LongSupplier nanos) {
        this.settings = settings;
        this.meters = meters;
        this.jitter = jitter;
        this.nanos = nanos;
    }

    /** How long a claimed job should be put off because its type only fails here, or empty when it may run. */
    public Optional<Duration> admit(ClaimedJob job) {
        return circuit(job).admit(nanos.getAsLong()).map(this::spread);
    }

    /** Learns from an end that the worker is about to record. */
    public void ended(ClaimedJob job, AttemptEnd end) {
        switch (end) {
            case AttemptEnd.RetryLater retry -> failed(job, retry.error().type());
            case AttemptEnd.Buried buried -> {
                // Buried before its budget is used up, a job was hopeless by itself, whoever submitted it: a refused
                // address, a
                // payload that cannot be read. Twenty of those must not slow what others submit.
                if (job.isLastTry()) {
                    failed(job, buried.error().type());
                }
            }
            case AttemptEnd.Completed completed -> succeeded(job);
            case AttemptEnd.Snoozed snoozed -> succeeded(job);
            case AttemptEnd.Discarded discarded -> succeeded(job);
            case AttemptEnd.Canceled canceled -> {}
            case AttemptEnd.PutOff putOff -> {}
        }
    }

    /** So that what was put off together does not come back together. */
    private Duration spread(Duration wait) {
        return wait.plusMillis(Math.round(wait.toMillis() * RetryPolicy.JITTER_SHARE * jitter.next()));
    }

    private void failed(ClaimedJob job, String error) {
        if (circuit(job).failed(job.id(), nanos.getAsLong())) {
            LOG.warnf(
                    "%d jobs of type %s in a row have failed here, the last one with %s: until one succeeds, only one at a time is tried, and the others are put off without a failure counted",
                    settings.failures(), job.type(), error);
        }
    }

    private void succeeded(ClaimedJob job) {
        if (circuit(job).succeeded()) {
            LOG.infof("a job of type %s has succeeded: the type is no longer slowed", job.type());
        }
    }

    private Circuit circuit(ClaimedJob job) {
        return circuits.computeIfAbsent(job.type(), type -> {
            Circuit circuit = new Circuit(settings);
            meters.gauge(
                    "millrace.worker.type.slowed",
                    Tags.of("job_type", type),
                    circuit,
                    watched -> watched.isOpen() ? 1 : 0);
            return circuit;
        });
    }
}
