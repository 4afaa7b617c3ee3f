package dev.millrace.api.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The API as its OpenAPI document describes it. OpenAPI 3.1 schemas are JSON Schema 2020-12. */
final class DescribedApi {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIGURATION =
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();

    private final JsonNode document;
    private final Map<String, JsonSchema> compiled = new HashMap<>();

    DescribedApi(JsonNode document) {
        this.document = document;
    }

    /** One operation of the API. */
    record Operation(String method, String path, JsonNode description) {
        String id() {
            return description.path("operationId").asText();
        }

        List<JsonNode> parameters(String in) {
            List<JsonNode> found = new ArrayList<>();
            description.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals(in)) {
                    found.add(parameter);
                }
            });
            return found;
        }

        /** The schema of the JSON body that it takes, or a missing node. */
        JsonNode bodySchema() {
            return description
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
        }

        boolean streams() {
            return description.path("responses").path("200").path("content").has("text/event-stream");
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (METHODS.contains(method.getKey())) {
                        operations.add(new Operation(method.getKey().toUpperCase(), path.getKey(), method.getValue()));
                    }
                }));
        return operations;
    }

    /** The schema itself, where {@code schema} refers to one. */
    JsonNode resolved(JsonNode schema) {
        JsonNode at = schema;
        while (at.has("$ref")) {
            at = document.at(at.path("$ref").asText().substring(1));
        }
        return at;
    }

    /** How the body of an answer differs from its description; empty when it does not. */
    List<String> differences(Operation operation, int status, String mediaType, JsonNode body) {
        JsonNode answer = resolved(operation.description().path("responses").path(Integer.toString(status)));
        if (answer.isMissingNode()) {
            return List.of("status " + status + " is not described");
        }
        JsonNode content = answer.path("content").path(mediaType);
        if (content.isMissingNode()) {
            return List.of(mediaType + " is not described for status " + status);
        }
        return schema(content.path("schema")).validate(body).stream()
                .map(Object::toString)
                .toList();
    }

    private JsonSchema schema(JsonNode described) {
        return compiled.computeIfAbsent(described.toString(), ignored -> {
            ObjectNode whole = described.deepCopy();
            whole.set("components", document.path("components"));
            return FACTORY.getSchema(whole, CONFIGURATION);
        });
    }
}
