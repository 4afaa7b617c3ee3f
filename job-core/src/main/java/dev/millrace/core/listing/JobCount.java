package dev.millrace.core.listing;

/**
 * How many jobs fit a filter.
 *
 * @param isCapped whether there are more than were counted
 */
public record JobCount(int jobs, boolean isCapped) {}
