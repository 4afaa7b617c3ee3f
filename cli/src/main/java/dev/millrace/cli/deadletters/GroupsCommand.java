package dev.millrace.cli.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.output.Table;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace dead groups}. */
@Command(name = "groups", description = "Lists what jobs died of, the latest first.")
public final class GroupsCommand extends ApiCommand {
    @Option(names = "--type", paramLabel = "TYPE", description = "Only jobs of this type.")
    private String type;

    @Override
    protected int run(Session session) {
        JsonNode groups = session.api().get("/dead-letters/groups", type == null ? Map.of() : Map.of("job_type", type));
        session.output().show(groups, answer -> table(session, answer));
        return ExitCode.DONE;
    }

    private static Table table(Session session, JsonNode groups) {
        Table table = new Table("FINGERPRINT", "JOBS", "TYPE", "FIRST", "LAST", "ERROR");
        for (JsonNode group : groups.path("items")) {
            table.row(
                    group.path("fingerprint").asText(),
                    group.path("count").asText() + (group.path("count_capped").asBoolean() ? "+" : ""),
                    group.path("job_type").asText(),
                    session.output().times().of(group.path("first_seen_at")),
                    session.output().times().of(group.path("last_seen_at")),
                    group.path("error_type").asText() + ": "
                            + group.path("error_message").asText());
        }
        return table;
    }
}
