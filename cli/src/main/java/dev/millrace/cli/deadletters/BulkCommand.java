package dev.millrace.cli.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.bulk.BulkAction;
import dev.millrace.cli.bulk.BulkOrder;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.jobs.JobFilter;
import dev.millrace.client.JsonApi;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Acts on all dead letters that are meant. */
abstract class BulkCommand extends ApiCommand {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

    @Parameters(
            paramLabel = "FINGERPRINT|ID",
            arity = "0..*",
            description = "What they died of, as dead groups shows it; or single jobs by their ids.")
    private List<String> named = new ArrayList<>();

    @Mixin
    private JobFilter filter;

    @Mixin
    private BulkOrder order;

    /** The route's last name, and the verb. */
    abstract String action();

    @Override
    protected int run(Session session) {
        return order.carryOut(
                session,
                new BulkAction(
                        JsonApi.path("dead-letters", action()),
                        JsonNodeFactory.instance.objectNode(),
                        action(),
                        "dead letter",
                        "fingerprints, ids, filters"),
                meant(session));
    }

    private ObjectNode meant(Session session) {
        ObjectNode meant = filter.filter(session.surroundings().clock());
        ArrayNode fingerprints = JsonNodeFactory.instance.arrayNode();
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        named.forEach(name -> (FINGERPRINT.matcher(name).matches() ? fingerprints : ids).add(name));
        if (!fingerprints.isEmpty()) {
            meant.withArray("/fingerprint").addAll(fingerprints);
        }
        if (!ids.isEmpty()) {
            meant.set("ids", ids);
        }
        return meant;
    }
}
