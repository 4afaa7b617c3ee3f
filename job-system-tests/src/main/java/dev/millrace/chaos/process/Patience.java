package dev.millrace.chaos.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a condition. */
public final class Patience {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private Patience() {}

    /** Waits until it holds; false when it does not within the limit. */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > limit.toNanos()) {
                return false;
            }
            pause(BETWEEN_LOOKS);
        }
        return true;
    }

    /** Waits until it holds. */
    public static void require(Duration limit, String what, BooleanSupplier condition) {
        if (!until(limit, condition)) {
            throw new IllegalStateException("waited " + limit.toSeconds() + " s in vain for " + what);
        }
    }

    public static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", interrupted);
        }
    }
}
