package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.output.Colour;
import dev.millrace.cli.output.Table;
import dev.millrace.cli.output.Table.Cell;
import dev.millrace.cli.output.Times;

/** Schedules, one a row. */
final class ScheduleTable {
    private ScheduleTable() {}

    static Table of(Iterable<JsonNode> schedules, Times times) {
        Table table = new Table("NAME", "STATE", "TYPE", "CRON", "ZONE", "NEXT", "LAST", "LAST JOB", "ID");
        for (JsonNode schedule : schedules) {
            boolean enabled = schedule.path("enabled").asBoolean();
            JsonNode last = schedule.path("last_job_status");
            table.row(
                    schedule.path("name").asText(),
                    enabled ? new Cell("on", Colour.GOOD) : new Cell("paused", Colour.LOOK),
                    schedule.path("job_type").asText(),
                    schedule.path("cron_expression").asText(),
                    schedule.path("timezone").asText(),
                    times.of(schedule.path("next_fire_at")),
                    times.of(schedule.path("last_fire_at")),
                    new Cell(last.isNull() ? "" : last.asText(), Colour.ofStatus(last)),
                    schedule.path("id").asText());
        }
        return table;
    }
}
