package dev.millrace.core.store;

import java.time.Instant;
import java.util.List;

/**
 * What becomes of a due schedule.
 *
 * @param fire the ticks to fire now, oldest first; may be empty
 * @param next its next tick, later than all of these, or null when there is none
 */
public record TickPlan(List<Instant> fire, Instant next) {
    public TickPlan {
        fire = List.copyOf(fire);
    }
}
