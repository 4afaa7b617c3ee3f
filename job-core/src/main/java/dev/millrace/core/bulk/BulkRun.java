package dev.millrace.core.bulk;

import java.util.UUID;

/**
 * A runner's hold on an operation.
 *
 * @param run the fence: a later runner has a greater one
 */
public record BulkRun(UUID operationId, BulkAction action, int run) {}
