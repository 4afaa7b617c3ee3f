package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.cli.output.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** How much of a list is shown. */
public final class Pages {
    private static final int LARGEST_PAGE = 200;
    private static final String CURSOR = "cursor";
    private static final String NEXT = "next_cursor";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "How many are shown; default 50.")
    private int limit;

    @Option(names = "--all", description = "All of them; with -o json a document a line.")
    private boolean all;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Goes on where an earlier list ended.")
    private String cursor;

    /** Fails when it makes no sense. */
    public void check() {
        if (limit < 1) {
            throw CommandFailed.usage("--limit must be 1 or more");
        }
    }

    /** Asks for as much as was said, and shows it. */
    public void show(
            Session session, String path, Map<String, String> query, Function<Iterable<JsonNode>, Table> people) {
        if (all && session.output().isJson()) {
            walk(session, path, query, Integer.MAX_VALUE, session.output()::jsonLine);
            session.output().out().flush();
            return;
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        JsonNode next = walk(session, path, query, all ? Integer.MAX_VALUE : limit, item -> {
            items.add(item);
            return true;
        });
        if (session.output().isJson()) {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.set("items", items);
            document.set(NEXT, next);
            session.output().json(document);
            return;
        }
        session.output().table(people.apply(items));
        if (!next.isNull()) {
            session.output().say("More follow: --all, a higher --limit, or --cursor " + next.asText());
        }
    }

    /** @return where it goes on after the last item that was taken; JSON's null at the end */
    private JsonNode walk(
            Session session, String path, Map<String, String> query, int most, Predicate<JsonNode> taken) {
        Map<String, String> asked = new LinkedHashMap<>(query);
        if (cursor != null) {
            asked.put(CURSOR, cursor);
        }
        int left = most;
        while (true) {
            asked.put("limit", Integer.toString(Math.min(left, LARGEST_PAGE)));
            JsonNode page = session.api().get(path, asked);
            for (JsonNode item : page.path("items")) {
                if (!taken.test(item)) {
                    return JsonNodeFactory.instance.nullNode();
                }
                left--;
            }
            JsonNode next = page.path(NEXT);
            if (next.isNull() || next.isMissingNode()) {
                return JsonNodeFactory.instance.nullNode();
            }
            if (left <= 0) {
                return next;
            }
            asked.put(CURSOR, next.asText());
        }
    }
}
