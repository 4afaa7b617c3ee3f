package dev.millrace.core.bulk;

import java.time.Duration;

/**
 * How fast a runner goes.
 *
 * @param batch how many jobs a transaction acts on at most
 * @param pause between two batches of an operation
 * @param lease how long an operation stays with a runner of which nothing more is heard
 * @param concurrency how many operations one runner carries out at once
 */
public record BulkPace(int batch, Duration pause, Duration lease, int concurrency) {}
