package dev.millrace.api.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.hostile.DescribedApi.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Shrinkable;

/** Makes requests for an operation: nearly right ones, with a few things wrong. The same seed makes the same requests. */
final class HostileRequests {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Writes lone surrogates as the escapes that a hostile client would send. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int TRIES_OF_JQWIK = 1_000;
    /** A longer request line is refused before it is read. */
    private static final int LONGEST_TARGET = 3_000;

    private final DescribedApi api;
    private final Random chance;
    private final List<String> knownIds;
    private final Iterator<String> texts;
    private final Iterator<JsonNode> values;

    /** @param knownIds ids of things that exist */
    HostileRequests(DescribedApi api, long seed, List<String> knownIds) {
        this.api = api;
        this.knownIds = knownIds;
        chance = new Random(seed);
        texts = endless(HostileValues.texts());
        values = endless(HostileValues.values());
    }

    HostileRequest next(Operation operation) {
        List<String> headers = new ArrayList<>();
        String path = path(operation);
        String query = query(operation);
        path += path.length() + query.length() > LONGEST_TARGET ? "" : query;
        String body = null;
        if (operation.bodySchema().isObject()) {
            headers.add("Content-Type");
            headers.add(one(40) ? "text/plain" : "application/json");
            body = body(operation.bodySchema());
        } else if (!operation.method().equals("GET") && one(10)) {
            headers.add("Content-Type");
            headers.add("application/json");
            body = text(values.next());
        }
        for (JsonNode header : operation.parameters("header")) {
            if (one(3)) {
                headers.add(header.path("name").asText());
                headers.add(one(2) ? soon(example(header)) : printable(texts.next()));
            }
        }
        if (one(30)) {
            headers.add("Accept");
            headers.add(one(2) ? "application/xml" : printable(texts.next()));
        }
        return new HostileRequest(operation.method(), path, headers, body);
    }

    private String path(Operation operation) {
        String path = operation.path();
        for (JsonNode parameter : operation.parameters("path")) {
            String value =
                    switch (chance.nextInt(4)) {
                        case 0 -> texts.next();
                        case 1 -> example(parameter);
                        default -> knownIds.get(chance.nextInt(knownIds.size()));
                    };
            String encoded = encoded(value);
            boolean walksAway = encoded.isEmpty() || encoded.chars().allMatch(unit -> unit == '.');
            boolean tooLong = encoded.length() > LONGEST_TARGET;
            path = path.replace("{" + parameter.path("name").asText() + "}", walksAway || tooLong ? "x" : encoded);
        }
        return path;
    }

    private String query(Operation operation) {
        List<String> pairs = new ArrayList<>();
        for (JsonNode parameter : operation.parameters("query")) {
            if (one(4)) {
                pairs.add(encoded(parameter.path("name").asText()) + "="
                        + encoded(one(2) ? example(parameter) : texts.next()));
            }
        }
        if (one(12)) {
            pairs.add(encoded(texts.next()) + "=" + encoded(texts.next()));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private String body(JsonNode schema) {
        JsonNode sound = sound(schema, 0);
        JsonNode changed = sound;
        int wrongs = chance.nextInt(4);
        for (int i = 0; i < wrongs; i++) {
            changed = one(20) ? values.next() : spoiled(changed);
        }
        String text = text(changed);
        return switch (chance.nextInt(25)) {
            case 0 -> text.substring(0, chance.nextInt(text.length() + 1));
            case 1 -> text + text;
            case 2 -> text.replaceFirst("\\{", "{\"a\":1,\"a\":2,");
            case 3 -> "[".repeat(5_000);
            case 4 -> text.replace('"', '\'');
            default -> text;
        };
    }

    /** A value that fits the schema, or nearly. */
    private JsonNode sound(JsonNode described, int depth) {
        JsonNode schema = api.resolved(described);
        if (schema.path("examples").isArray() && one(2)) {
            JsonNode examples = schema.path("examples");
            return examples.get(chance.nextInt(examples.size()));
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.path(choice).isArray()) {
                JsonNode choices = schema.path(choice);
                return sound(choices.get(chance.nextInt(choices.size())), depth + 1);
            }
        }
        if (schema.path("enum").isArray()) {
            JsonNode members = schema.path("enum");
            return members.get(chance.nextInt(members.size()));
        }
        JsonNode types = schema.path("type");
        String type = types.isArray() ? types.get(0).asText() : types.asText();
        return switch (type) {
            case "object" -> soundObject(schema, depth);
            case "array" -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = chance.nextInt(3); i >= 0 && depth < 5; i--) {
                    array.add(sound(schema.path("items"), depth + 1));
                }
                yield array;
            }
            case "integer", "number" ->
                JSON.numberNode(Math.max(schema.path("minimum").asInt(0), chance.nextInt(20)));
            case "boolean" -> JSON.booleanNode(chance.nextBoolean());
            default -> JSON.textNode(soundText(schema));
        };
    }

    private ObjectNode soundObject(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        schema.path("properties").fields().forEachRemaining(property -> {
            boolean required = contains(schema.path("required"), property.getKey());
            if (depth < 5 && (required || one(3))) {
                object.set(property.getKey(), sound(property.getValue(), depth + 1));
            }
        });
        return object;
    }

    private String soundText(JsonNode schema) {
        return switch (schema.path("format").asText()) {
            case "uuid" -> knownIds.get(chance.nextInt(knownIds.size()));
            case "date-time" -> "2030-01-01T00:00:00.000Z";
            default -> schema.path("default").asText("any");
        };
    }

    /** The same value with one thing wrong somewhere inside. */
    private JsonNode spoiled(JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            ObjectNode object = value.deepCopy();
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(chance.nextInt(names.size()));
            switch (chance.nextInt(5)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(texts.next(), values.next());
                case 2 -> object.set(name, values.next());
                default -> object.set(name, spoiled(object.get(name)));
            }
            return object;
        }
        if (value.isArray() && !value.isEmpty()) {
            ArrayNode array = value.deepCopy();
            int place = chance.nextInt(array.size());
            array.set(place, one(2) ? values.next() : spoiled(array.get(place)));
            return array;
        }
        return values.next();
    }

    private String example(JsonNode parameter) {
        JsonNode example = parameter.path("example");
        if (!example.isMissingNode()) {
            return example.asText();
        }
        JsonNode schema = api.resolved(parameter.path("schema"));
        JsonNode examples = schema.path("examples");
        return examples.isArray() && !examples.isEmpty() ? examples.get(0).asText() : soundText(schema);
    }

    /** Nobody runs the jobs that are waited for, so that a wait is always waited out: the shortest one shows the same. */
    private static String soon(String preference) {
        return preference.replaceFirst("^wait=\\d+$", "wait=1");
    }

    private boolean one(int of) {
        return chance.nextInt(of) == 0;
    }

    private <T> Iterator<T> endless(Arbitrary<T> arbitrary) {
        return arbitrary.generator(TRIES_OF_JQWIK).stream(chance)
                .map(Shrinkable::value)
                .iterator();
    }

    private static boolean contains(JsonNode names, String name) {
        for (JsonNode each : names) {
            if (each.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static String text(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What a client may put into a header at all; what it may not is tried over a raw connection elsewhere. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?").strip();
    }
}
