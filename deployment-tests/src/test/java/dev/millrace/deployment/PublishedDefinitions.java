package dev.millrace.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CustomResourceDefinitions as their operators publish them, with every key refused that they do not name. */
final class PublishedDefinitions {
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    /** @param directory holds them as YAML files */
    PublishedDefinitions(Path directory) {
        Repository.filesOf(directory, ".yaml").stream()
                .flatMap(file -> KubernetesObject.allOf(Repository.read(file)).stream())
                .filter(object -> object.kind().equals("CustomResourceDefinition"))
                .forEach(this::add);
    }

    private void add(KubernetesObject definition) {
        String group = definition.at("/spec/group").asText();
        String kind = definition.at("/spec/names/kind").asText();
        KubernetesObject.elements(definition.at("/spec/versions")).forEach(version -> {
            JsonNode schema = version.at("/schema/openAPIV3Schema");
            close(schema);
            schemas.put(
                    group + "/" + version.path("name").asText() + "/" + kind,
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema));
        });
    }

    /** What is wrong with it; empty when there is no definition of its type. */
    Optional<List<String>> flawsOf(KubernetesObject object) {
        return Optional.ofNullable(schemas.get(object.apiVersion() + "/" + object.kind()))
                .map(schema -> schema.validate(object.tree()).stream()
                        .map(ValidationMessage::getMessage)
                        .map(flaw -> object.title() + ": " + flaw)
                        .sorted()
                        .toList());
    }

    /** Kubernetes drops what a structural schema does not name; here it is refused. */
    private static void close(JsonNode place) {
        if (place instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").asText().equals("object")
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        place.forEach(PublishedDefinitions::close);
    }
}
