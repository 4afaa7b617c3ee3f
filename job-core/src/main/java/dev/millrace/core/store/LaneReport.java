package dev.millrace.core.store;

import dev.millrace.core.messaging.Lane;
import java.time.Instant;

/**
 * What a worker says of a lane that it consumes.
 *
 * @param holdsTickets whether it holds tickets of the lane that it has not settled
 * @param claimedTo the latest time at which a job that it claimed from the lane had become ready; null while there was none
 */
public record LaneReport(Lane lane, boolean holdsTickets, Instant claimedTo) {}
