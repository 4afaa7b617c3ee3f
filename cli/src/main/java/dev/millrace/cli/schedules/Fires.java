package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.output.Output;

/** When something fires, for people. */
final class Fires {
    private Fires() {}

    static void print(Output output, JsonNode fires) {
        for (JsonNode fire : fires.path("items")) {
            String relative = output.times().of(fire);
            output.line("  " + fire.asText() + (relative.equals(fire.asText()) ? "" : "  " + relative));
        }
    }
}
