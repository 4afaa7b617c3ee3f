package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.bulk.BulkAction;
import dev.millrace.cli.bulk.BulkOrder;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.client.JsonApi;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace jobs cancel}. */
@Command(
        name = "cancel",
        description = {
            "Ends jobs: at once when they do not run, else as soon as their handlers heed it.",
            "With anything but ids it counts them first, and asks."
        })
public final class CancelCommand extends ApiCommand {
    private static final String VERB = "cancel";

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The jobs.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description = "Those that are scheduled, pending, running or retrying.")
    private List<String> statuses = new ArrayList<>();

    @Mixin
    private JobFilter filter;

    @Mixin
    private BulkOrder order;

    @Override
    protected int run(Session session) {
        ObjectNode meant = filter.filter(session.surroundings().clock());
        if (!statuses.isEmpty()) {
            statuses.forEach(meant.putArray("status")::add);
        }
        if (!ids.isEmpty() && meant.isEmpty() && !order.isGiven()) {
            return JobAction.onEach(session, ids, id -> session.api().post(JsonApi.path("jobs", id, VERB), null));
        }
        if (!ids.isEmpty()) {
            ids.forEach(meant.putArray("ids")::add);
        }
        return order.carryOut(
                session,
                new BulkAction(
                        JsonApi.path("bulk-operations"),
                        JsonNodeFactory.instance.objectNode().put("action", VERB),
                        VERB,
                        "job",
                        "ids, filters"),
                meant);
    }
}
