package dev.millrace.cli.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What is done to many.
 *
 * @param path the route
 * @param fields what an order says beside its filter
 * @param verb such as {@code cancel}
 * @param noun what one of them is called
 * @param choices how to say which, for people
 */
public record BulkAction(String path, ObjectNode fields, String verb, String noun, String choices) {
    String question(int count) {
        return verb.substring(0, 1).toUpperCase(Locale.ROOT) + verb.substring(1) + " " + count + " " + noun
                + (count == 1 ? "?" : "s?");
    }
}
