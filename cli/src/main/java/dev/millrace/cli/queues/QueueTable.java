package dev.millrace.cli.queues;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.output.Colour;
import dev.millrace.cli.output.Table;
import dev.millrace.cli.output.Table.Cell;
import dev.millrace.cli.output.Times;
import java.math.BigDecimal;
import java.time.Duration;

/** Queues, one a row. */
final class QueueTable {
    private static final int MILLISECONDS = 3;

    private QueueTable() {}

    static Table of(Iterable<JsonNode> queues, Times times) {
        Table table = new Table(
                "QUEUE",
                "STATE",
                "PENDING",
                "RUNNING",
                "RETRYING",
                "SCHEDULED",
                "DEAD",
                "OLDEST",
                "WORKERS",
                "SLOTS",
                "NOTE");
        for (JsonNode queue : queues) {
            table.row(
                    queue.path("name").asText(),
                    state(queue),
                    sum(queue, "pending"),
                    sum(queue, "running"),
                    sum(queue, "retrying"),
                    sum(queue, "scheduled"),
                    sum(queue, "dead"),
                    oldest(queue.path("oldest_pending_age_seconds")),
                    queue.path("active_workers").asText(),
                    queue.path("total_slots").asText(),
                    note(queue, times));
        }
        return table;
    }

    private static Cell state(JsonNode queue) {
        if (queue.path("paused").asBoolean()) {
            return new Cell("paused", Colour.LOOK);
        }
        return queue.path("active_workers").asLong() == 0
                ? new Cell("unserved", Colour.BAD)
                : new Cell("open", Colour.GOOD);
    }

    private static long sum(JsonNode queue, String status) {
        long sum = 0;
        for (JsonNode lane : queue.path("depth")) {
            sum += lane.path(status).asLong();
        }
        return sum;
    }

    private static String oldest(JsonNode seconds) {
        return seconds.isNumber()
                ? Times.length(Duration.ofMillis(seconds.decimalValue()
                        .multiply(BigDecimal.TEN.pow(MILLISECONDS))
                        .longValue()))
                : "";
    }

    private static String note(JsonNode queue, Times times) {
        if (!queue.path("paused").asBoolean()) {
            return "";
        }
        JsonNode reason = queue.path("paused_reason");
        return times.of(queue.path("paused_at")) + " by "
                + queue.path("paused_by").asText() + (reason.isNull() ? "" : ": " + reason.asText());
    }
}
