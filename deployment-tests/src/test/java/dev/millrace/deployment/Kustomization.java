package dev.millrace.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@code kubectl kustomize} makes of a directory, as far as the manifests here use it: resources, a namespace, JSON patches
 * and deletions of single objects. All else is refused.
 */
final class Kustomization {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Set<String> KNOWN = Set.of("apiVersion", "kind", "namespace", "resources", "patches");

    private Kustomization() {}

    /** @throws AssertionError when it refers to what is not there */
    static List<KubernetesObject> build(Path directory) {
        JsonNode kustomization = read(directory.resolve("kustomization.yaml"));
        kustomization.fieldNames().forEachRemaining(key -> {
            if (!KNOWN.contains(key)) {
                throw new AssertionError(directory + " uses what is not known here: " + key);
            }
        });
        List<KubernetesObject> objects = new ArrayList<>();
        KubernetesObject.elements(kustomization.path("resources")).forEach(resource -> {
            Path path = directory.resolve(resource.asText()).normalize();
            if (!Files.exists(path)) {
                throw new AssertionError(path + " is not there");
            }
            objects.addAll(Files.isDirectory(path) ? build(path) : KubernetesObject.allOf(Repository.read(path)));
        });
        KubernetesObject.elements(kustomization.path("patches")).forEach(patch -> apply(directory, patch, objects));
        String namespace = kustomization.path("namespace").asText();
        objects.forEach(object -> ((ObjectNode) object.at("/metadata")).put("namespace", namespace));
        return objects;
    }

    private static void apply(Path directory, JsonNode patch, List<KubernetesObject> objects) {
        String title = patch.at("/target/kind").asText() + "/"
                + patch.at("/target/name").asText();
        int index = objects.stream().map(KubernetesObject::title).toList().indexOf(title);
        if (index < 0) {
            throw new AssertionError(directory + " patches what is not there: " + title);
        }
        if (patch.has("patch")) {
            JsonNode inline = tree(patch.path("patch").asText());
            if (!inline.path("$patch").asText().equals("delete")) {
                throw new AssertionError(directory + " has a patch that is not known here: " + inline);
            }
            objects.remove(index);
        } else {
            JsonNode operations = read(directory.resolve(patch.path("path").asText()));
            objects.set(
                    index,
                    new KubernetesObject(
                            JsonPatch.apply(operations, objects.get(index).tree())));
        }
    }

    private static JsonNode read(Path file) {
        return tree(Repository.read(file));
    }

    private static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
