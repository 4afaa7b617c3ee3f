package dev.millrace.core.store;

import dev.millrace.core.job.AttemptKey;
import java.util.UUID;

/**
 * A running job that its worker seems to have lost.
 *
 * @param key the attempt that was read; the fence of whatever is done about it
 * @param crashCount workers in a row that were lost with it before
 */
public record StrandedJob(
        AttemptKey key, String type, String queue, UUID workerId, int crashCount, boolean cancelRequested) {}
