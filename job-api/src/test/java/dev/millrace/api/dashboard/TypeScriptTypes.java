package dev.millrace.api.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Says in TypeScript what the API's description says of its schemas. An answer of the API has all its fields, null where there
 * is nothing to say, so that the schemas of answers that require nothing by name require everything.
 */
final class TypeScriptTypes {
    private static final String REFERENCE = "#/components/schemas/";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> answered = new LinkedHashSet<>();

    private TypeScriptTypes(JsonNode document) {
        this.document = document;
    }

    /** The module of all types, as it stands in the sources of the dashboard. */
    static String of(JsonNode openApi) {
        return new TypeScriptTypes(openApi).module();
    }

    private String module() {
        for (JsonNode path : document.path("paths")) {
            path.properties().stream()
                    .filter(operation -> METHODS.contains(operation.getKey()))
                    .forEach(operation -> {
                        gather(operation.getValue().path("requestBody"), asked);
                        gather(operation.getValue().path("responses"), answered);
                    });
        }
        asked.removeAll(answered);
        answered.add("Problem");
        gather(schemas().path("Problem"), answered);
        Map<String, String> types = new TreeMap<>();
        schemas().properties().forEach(schema -> {
            if (!schema.getKey().startsWith("Legacy")
                    && (answered.contains(schema.getKey()) || asked.contains(schema.getKey()))) {
                types.put(schema.getKey(), declaration(schema.getKey(), schema.getValue()));
            }
        });
        return "// Made from openapi.yaml by ApiTypesTest; write it anew with -Dmillrace.openapi.write=true.\n\n"
                + String.join("\n", types.values());
    }

    private JsonNode schemas() {
        return document.path("components").path("schemas");
    }

    private void gather(JsonNode node, Set<String> names) {
        JsonNode reference = node.path("$ref");
        if (reference.isTextual() && reference.asText().startsWith(REFERENCE)) {
            String name = reference.asText().substring(REFERENCE.length());
            if (names.add(name)) {
                gather(schemas().path(name), names);
            }
        }
        node.forEach(child -> gather(child, names));
    }

    private String declaration(String name, JsonNode schema) {
        if (!schema.has("properties")) {
            return "export type " + name + " = " + type(schema, "") + ";\n";
        }
        return "export interface " + name + " " + fields(schema, answered.contains(name), "") + "\n";
    }

    private String fields(JsonNode schema, boolean answer, String indent) {
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        boolean all = answer && required.isEmpty();
        StringBuilder text = new StringBuilder("{\n");
        schema.path("properties").properties().forEach(field -> {
            String comment = field.getValue().path("description").asText("");
            if (!comment.isEmpty()) {
                text.append(indent).append("  /** ").append(comment).append(" */\n");
            }
            boolean certain = all || required.contains(field.getKey());
            text.append(indent)
                    .append("  ")
                    .append(field.getKey())
                    .append(certain ? ": " : "?: ")
                    .append(type(field.getValue(), indent + "  "))
                    .append(";\n");
        });
        return text.append(indent).append('}').toString();
    }

    private String type(JsonNode schema, String indent) {
        JsonNode reference = schema.path("$ref");
        if (reference.isTextual()) {
            return reference.asText().substring(REFERENCE.length());
        }
        JsonNode choices = schema.has("anyOf") ? schema.path("anyOf") : schema.path("oneOf");
        if (choices.isArray()) {
            return joined(choices, indent);
        }
        if (schema.has("enum")) {
            StringJoiner values = new StringJoiner(" | ");
            schema.path("enum").forEach(value -> values.add(value.isNull() ? "null" : '"' + value.asText() + '"'));
            if (isNullable(schema) && !values.toString().contains("null")) {
                values.add("null");
            }
            return values.toString();
        }
        List<String> kinds = new ArrayList<>();
        if (schema.path("type").isArray()) {
            schema.path("type").forEach(kind -> kinds.add(kind.asText()));
        } else if (schema.path("type").isTextual()) {
            kinds.add(schema.path("type").asText());
        }
        StringJoiner types = new StringJoiner(" | ");
        kinds.forEach(kind -> types.add(plain(kind, schema, indent)));
        return kinds.isEmpty() ? "unknown" : types.toString();
    }

    private String joined(JsonNode choices, String indent) {
        StringJoiner types = new StringJoiner(" | ");
        choices.forEach(choice -> types.add(type(choice, indent)));
        return types.toString();
    }

    private String plain(String kind, JsonNode schema, String indent) {
        return switch (kind) {
            case "integer", "number" -> "number";
            case "array" -> {
                String items = type(schema.path("items"), indent);
                yield items.contains(" ") ? "(" + items + ")[]" : items + "[]";
            }
            case "object" -> {
                if (schema.has("properties")) {
                    yield fields(schema, false, indent);
                }
                JsonNode values = schema.path("additionalProperties");
                yield "Record<string, " + (values.isObject() ? type(values, indent) : "unknown") + ">";
            }
            default -> kind;
        };
    }

    private static boolean isNullable(JsonNode schema) {
        for (JsonNode kind : schema.path("type")) {
            if ("null".equals(kind.asText())) {
                return true;
            }
        }
        return false;
    }
}
