package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.output.Colour;
import dev.millrace.cli.output.JsonText;
import dev.millrace.cli.output.Output;
import dev.millrace.cli.output.Plain;
import dev.millrace.client.JsonApi;
import dev.millrace.client.LiveEvent;
import dev.millrace.client.LiveEvents;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace jobs logs}. */
@Command(name = "logs", description = "Prints what a job's handler has said, of all attempts, oldest first.")
public final class LogsCommand extends ApiCommand {
    private static final String PAGE = "200";
    private static final Duration TICK = Duration.ofMillis(500);
    /** Workers write lines some hundred milliseconds after they were said. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    @Parameters(paramLabel = "ID", description = "The job.")
    private UUID id;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until the job has ended or died.")
    private boolean follow;

    @Option(names = "--after", paramLabel = "LINE", description = "Only what follows this line, by its id in -o json.")
    private String after;

    @Override
    protected int run(Session session) {
        if (follow) {
            follow(session);
        } else {
            printAll(session);
        }
        session.output().out().flush();
        return ExitCode.DONE;
    }

    private void printAll(Session session) {
        Map<String, String> query = new LinkedHashMap<>(Map.of("limit", PAGE));
        String from = after;
        while (true) {
            if (from != null) {
                query.put("after", from);
            }
            JsonNode page = session.api().get(JsonApi.path("jobs", id.toString(), "logs"), query);
            for (JsonNode line : page.path("items")) {
                if (!print(session.output(), line)) {
                    return;
                }
            }
            JsonNode next = page.path("next_cursor");
            if (page.path("items").isEmpty() || !next.isTextual()) {
                return;
            }
            from = next.asText();
        }
    }

    private void follow(Session session) {
        long diedAt = 0;
        boolean dead = false;
        try (LiveEvents events = session.client().follow(id, after)) {
            while (true) {
                Optional<LiveEvent> next = events.next(TICK);
                if (next.isEmpty()) {
                    // A dead job may be retried one day; nobody waits for that.
                    if (dead && System.nanoTime() - diedAt > QUIET.toNanos()) {
                        return;
                    }
                    continue;
                }
                LiveEvent event = next.get();
                switch (event.name()) {
                    case "log" -> {
                        if (!print(session.output(), event.data())) {
                            return;
                        }
                        session.output().out().flush();
                        diedAt = System.nanoTime();
                    }
                    case "job" -> {
                        dead = event.data().path("status").asText().equals("dead");
                        diedAt = System.nanoTime();
                    }
                    case "skipped" ->
                        session.output().say(event.data().path("lines").asText() + " lines are missing here");
                    case "end" -> {
                        if (event.data().path("reason").asText().equals("final")) {
                            return;
                        }
                        throw new CommandFailed(
                                ExitCode.OUT_OF_REACH,
                                "the server ended the log: "
                                        + event.data().path("reason").asText());
                    }
                    default -> session.output().out().flush();
                }
            }
        }
    }

    private static boolean print(Output output, JsonNode line) {
        if (output.isJson()) {
            return output.jsonLine(line);
        }
        String level = line.path("level").asText();
        Colour colour =
                switch (level) {
                    case "error" -> Colour.BAD;
                    case "warn" -> Colour.LOOK;
                    case "debug" -> Colour.QUIET;
                    default -> Colour.NONE;
                };
        JsonNode fields = line.path("fields");
        output.out()
                .println(line.path("time").asText() + " " + colour.of("%-5s".formatted(level), output.hasColours())
                        + " #"
                        + line.path("attempt").asText() + " "
                        + Plain.lines(line.path("message").asText())
                        + (fields.isObject() ? " " + Plain.line(JsonText.line(fields)) : ""));
        return !output.out().checkError();
    }
}
