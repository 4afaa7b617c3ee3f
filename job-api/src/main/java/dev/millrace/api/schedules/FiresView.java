package dev.millrace.api.schedules;

import dev.millrace.core.cron.CronExpression;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** When an expression fires. */
@Schema(name = "NextFires")
@RegisterForReflection
public record FiresView(
        List<Instant> items,

        @Schema(description = "The expression in English", examples = "every 5 minutes")
        String description) {
    public FiresView {
        items = List.copyOf(items);
    }

    static FiresView of(CronExpression expression, ZoneId zone, Instant after, int count) {
        List<Instant> items = new ArrayList<>(count);
        Optional<Instant> next = expression.nextAfter(after, zone);
        while (next.isPresent() && items.size() < count) {
            items.add(next.get());
            next = expression.nextAfter(next.get(), zone);
        }
        return new FiresView(items, expression.describe());
    }
}
