package dev.millrace.core.store;

import java.util.UUID;

/**
 * What a look at a job has shown.
 *
 * @param mark changes with every change of the job; null when it is no longer live
 * @param settled whether it is final, dead or unknown
 */
public record JobSight(UUID id, String mark, boolean settled) {
    /** Whether it is final or unknown: it will not change any more. */
    public boolean isOver() {
        return mark == null;
    }
}
