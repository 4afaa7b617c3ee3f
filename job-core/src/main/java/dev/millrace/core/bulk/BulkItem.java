package dev.millrace.core.bulk;

import java.util.UUID;

/**
 * One job of a bulk operation.
 *
 * @param position its place in the operation, from 1
 * @param attempt the attempt at which it was frozen
 */
public record BulkItem(int position, UUID jobId, int attempt, BulkOutcome outcome) {}
