package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.client.JsonApi;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Parameters;

/** A schedule, by its name or its id. */
public final class NamedSchedule {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    @Parameters(paramLabel = "NAME|ID", description = "The schedule.")
    private String name;

    /** The path of it, and of what is done to it. */
    String path(Session session, String... action) {
        String path = JsonApi.path("scheduled-jobs", id(session));
        return action.length == 0 ? path : path + JsonApi.path(action);
    }

    private String id(Session session) {
        if (ID.matcher(name).matches()) {
            return name;
        }
        Map<String, String> query = new LinkedHashMap<>(Map.of("name", name, "limit", "200"));
        while (true) {
            JsonNode page = session.api().get("/scheduled-jobs", query);
            for (JsonNode schedule : page.path("items")) {
                if (schedule.path("name").asText().equals(name)) {
                    return schedule.path("id").asText();
                }
            }
            if (!page.path("next_cursor").isTextual()) {
                throw new CommandFailed(
                        ExitCode.NOT_FOUND,
                        "no schedule is called " + name + "\n  millrace schedules list shows them.");
            }
            query.put("cursor", page.path("next_cursor").asText());
        }
    }
}
