package dev.millrace.chaos.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A schedule that fired while things went wrong.
 *
 * @param step between its ticks
 * @param pausedAt when it was paused, after all was well again
 */
public record WatchedSchedule(UUID id, Duration step, Instant pausedAt) {}
