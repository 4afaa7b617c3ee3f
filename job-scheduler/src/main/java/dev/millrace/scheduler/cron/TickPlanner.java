package dev.millrace.scheduler.cron;

import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.store.DueSchedule;
import dev.millrace.core.store.MisfirePolicy;
import dev.millrace.core.store.TickPlan;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Says which ticks of a due schedule fire. Ticks less than a minute late all do; of those that are later, because no
 * scheduler ran, its misfire policy says which.
 */
final class TickPlanner {
    /** How late a tick may be and still fire for itself. */
    static final Duration PUNCTUAL = Duration.ofSeconds(60);

    private static final Logger LOG = Logger.getLogger(TickPlanner.class);

    private TickPlanner() {}

    static TickPlan plan(DueSchedule due) {
        ZoneId zone;
        try {
            zone = ZoneId.of(due.timeZone());
        } catch (DateTimeException unknown) {
            return never(due, "this machine does not know the time zone " + due.timeZone());
        }
        return switch (CronExpression.parse(due.cronExpression())) {
            case CronParsing.Valid valid -> plan(due, valid.expression(), zone);
            case CronParsing.Invalid invalid -> never(due, invalid.message());
        };
    }

    private static TickPlan plan(DueSchedule due, CronExpression expression, ZoneId zone) {
        Instant now = due.takenAt();
        Instant punctualAfter = now.minus(PUNCTUAL);
        List<Instant> fire = new ArrayList<>();
        Optional<Instant> tick = Optional.of(due.dueAt());
        if (!due.dueAt().isAfter(punctualAfter)) {
            fire.addAll(late(due, expression, zone, punctualAfter));
            tick = expression.nextAfter(punctualAfter, zone);
        }
        while (tick.isPresent() && !tick.get().isAfter(now)) {
            fire.add(tick.get());
            tick = expression.nextAfter(tick.get(), zone);
        }
        return new TickPlan(fire, tick.orElse(null));
    }

    private static List<Instant> late(DueSchedule due, CronExpression expression, ZoneId zone, Instant punctualAfter) {
        int most =
                switch (due.misfire()) {
                    case FIRE_ONCE -> 1;
                    case SKIP -> 0;
                    case FIRE_ALL -> MisfirePolicy.MOST;
                };
        Deque<Instant> latest = new ArrayDeque<>();
        Instant until = punctualAfter;
        // From the last one backwards: between the first and the last there may be millions.
        while (latest.size() < most && !until.isBefore(due.dueAt())) {
            Instant tick = expression.lastBetween(due.dueAt(), until, zone).orElse(due.dueAt());
            latest.addFirst(tick);
            until = tick.minusNanos(1);
        }
        return List.copyOf(latest);
    }

    private static TickPlan never(DueSchedule due, String reason) {
        LOG.errorf("schedule %s does not fire any more: %s", due.id(), reason);
        return new TickPlan(List.of(), null);
    }
}
