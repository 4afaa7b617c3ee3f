package dev.millrace.core.bulk;

import dev.millrace.core.job.JobAction;
import java.util.UUID;

/**
 * A runner's hold on an operation.
 *
 * @param run the fence: a later runner has a greater one
 */
public record BulkRun(UUID operationId, JobAction action, int run) {}
