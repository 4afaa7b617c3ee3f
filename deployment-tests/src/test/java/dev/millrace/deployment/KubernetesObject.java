package dev.millrace.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An object as it would be sent to Kubernetes.
 *
 * @param tree all of it
 */
record KubernetesObject(JsonNode tree) {
    private static final ObjectMapper YAML = new YAMLMapper();

    /** All objects of a YAML stream, in its order. */
    static List<KubernetesObject> allOf(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll().stream()
                    .filter(document -> !document.isNull() && !document.isMissingNode() && !document.isEmpty())
                    .map(KubernetesObject::new)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    String kind() {
        return tree.path("kind").asText();
    }

    String name() {
        return at("/metadata/name").asText();
    }

    /** Kind and name. */
    String title() {
        return kind() + "/" + name();
    }

    Map<String, String> labels() {
        return texts(at("/metadata/labels"));
    }

    /** @param pointer a JSON Pointer */
    JsonNode at(String pointer) {
        return tree.at(pointer);
    }

    /** The pod that it makes; missing when it makes none. */
    JsonNode pod() {
        return at("/spec/template/spec");
    }

    Map<String, String> podLabels() {
        return texts(at("/spec/template/metadata/labels"));
    }

    Stream<JsonNode> containers() {
        return elements(pod().path("containers"));
    }

    /** The value of a container's variable; missing when it has none. */
    JsonNode variable(String name) {
        return containers()
                .flatMap(container -> elements(container.path("env")))
                .filter(variable -> variable.path("name").asText().equals(name))
                .reduce((first, last) -> last)
                .orElse(MissingNode.getInstance());
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new TreeMap<>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    @Override
    public String toString() {
        return title();
    }
}
