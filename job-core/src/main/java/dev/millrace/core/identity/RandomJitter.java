package dev.millrace.core.identity;

import dev.millrace.core.job.Jitter;
import java.util.concurrent.ThreadLocalRandom;

/** Even chance. */
public final class RandomJitter implements Jitter {
    @Override
    public double next() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
