package dev.millrace.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.zjsonpatch.DiffFlags;
import io.fabric8.zjsonpatch.JsonDiff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The plain manifests as the chart has them: a base with the chart's own values, and an overlay for each file of its examples,
 * which changes the base into what the chart renders with these values.
 */
final class Manifests {
    private static final String HEADER =
            "# Rendered from deploy/helm/millrace. Do not change it here: docs/kubernetes.md tells how to.\n";
    private static final String KUSTOMIZATION = HEADER + """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: %s
            """.formatted(Chart.RELEASE);

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private Manifests() {}

    /** The content of every file, by its path below deploy/kubernetes. */
    static Map<String, String> files() {
        List<Rendered> base = rendered(Chart.rendered());
        Map<String, String> files = new TreeMap<>();
        Map<String, String> resources = bySource(base);
        resources.forEach((name, content) -> files.put("base/" + name, content));
        files.put(
                "base/kustomization.yaml",
                KUSTOMIZATION + listed("resources", resources.keySet().stream().toList()));
        for (Path values : Repository.filesOf(Repository.CHART.resolve("examples"), ".yaml")) {
            String name = values.getFileName().toString().replace(".yaml", "");
            overlay(base, rendered(Chart.rendered(values)))
                    .forEach((file, content) -> files.put("overlays/" + name + "/" + file, content));
        }
        return files;
    }

    /** What the chart renders, as kustomize is to bring it about. */
    static List<KubernetesObject> objects(Path values) {
        return rendered(Chart.rendered(values)).stream().map(Rendered::object).toList();
    }

    private static Map<String, String> overlay(List<Rendered> base, List<Rendered> wanted) {
        Map<String, Rendered> before = byTitle(base);
        Map<String, Rendered> after = byTitle(wanted);
        Map<String, String> files = new LinkedHashMap<>(bySource(wanted.stream()
                .filter(one -> !before.containsKey(one.object().title()))
                .toList()));
        List<String> resources = new ArrayList<>(List.of("../../base"));
        resources.addAll(files.keySet());
        StringBuilder patches = new StringBuilder();
        before.forEach((title, one) -> {
            KubernetesObject object = one.object();
            if (!after.containsKey(title)) {
                patches.append(target(object)).append("""
                            patch: |-
                              $patch: delete
                              apiVersion: %s
                              kind: %s
                              metadata:
                                name: %s
                        """.formatted(object.apiVersion(), object.kind(), object.name()));
                return;
            }
            JsonNode patch = JsonDiff.asJson(
                    object.tree(),
                    after.get(title).object().tree(),
                    EnumSet.of(
                            DiffFlags.OMIT_MOVE_OPERATION,
                            DiffFlags.OMIT_COPY_OPERATION,
                            DiffFlags.OMIT_VALUE_ON_REMOVE));
            if (!patch.isEmpty()) {
                String file = "patches/" + object.kind().toLowerCase(Locale.ROOT) + "-" + object.name() + ".yaml";
                files.put(file, HEADER + yaml(patch));
                patches.append(target(object)).append("    path: ").append(file).append('\n');
            }
        });
        files.put(
                "kustomization.yaml",
                KUSTOMIZATION + listed("resources", resources) + (patches.isEmpty() ? "" : "patches:\n" + patches));
        return files;
    }

    private static String target(KubernetesObject object) {
        return """
                  - target:
                      kind: %s
                      name: %s
                """.formatted(object.kind(), object.name());
    }

    private static Map<String, Rendered> byTitle(List<Rendered> all) {
        Map<String, Rendered> found = new LinkedHashMap<>();
        all.forEach(one -> found.put(one.object().title(), one));
        return found;
    }

    private static Map<String, String> bySource(List<Rendered> all) {
        return all.stream()
                .collect(Collectors.groupingBy(
                        Rendered::source,
                        TreeMap::new,
                        Collectors.mapping(Rendered::text, Collectors.joining("---\n", HEADER, ""))));
    }

    private static String listed(String key, List<String> entries) {
        return entries.stream().map(entry -> "  - " + entry + "\n").collect(Collectors.joining("", key + ":\n", ""));
    }

    private static String yaml(JsonNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The documents that Helm prints, each after a line that names its template. */
    private static List<Rendered> rendered(String printed) {
        List<Rendered> all = new ArrayList<>();
        for (String document :
                printed.replace("managed-by: Helm", "managed-by: kustomize").split("(?m)^---\n", -1)) {
            if (document.startsWith("# Source: ")) {
                int end = document.indexOf('\n');
                String template = document.substring(0, end);
                all.add(new Rendered(template.substring(template.lastIndexOf('/') + 1), document.substring(end + 1)));
            }
        }
        return all;
    }

    private record Rendered(String source, String text) {
        KubernetesObject object() {
            return KubernetesObject.allOf(text).getFirst();
        }
    }
}
