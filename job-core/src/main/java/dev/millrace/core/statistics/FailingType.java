package dev.millrace.core.statistics;

/**
 * A job type of which attempts fail.
 *
 * @param failed how many attempts failed lately
 * @param ended how many ended lately, the failed ones included
 */
public record FailingType(String jobType, long failed, long ended) {}
