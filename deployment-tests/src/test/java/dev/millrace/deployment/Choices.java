package dev.millrace.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The values with which the chart is rendered where something must hold for all of them. */
enum Choices {
    OWN(null),
    SMALL(Repository.CHART.resolve("examples/small.yaml")),
    PRODUCTION_WITH_OPERATORS(Repository.CHART.resolve("examples/production-with-operators.yaml")),
    EVERY_CHOICE(Path.of("src/test/resources/values/every-choice.yaml"));

    private static final Map<Choices, List<KubernetesObject>> RENDERED = new ConcurrentHashMap<>();

    @SuppressWarnings("ImmutableEnumChecker")
    private final Path values;

    Choices(Path values) {
        this.values = values;
    }

    List<KubernetesObject> objects() {
        return RENDERED.computeIfAbsent(
                this,
                choices -> KubernetesObject.allOf(
                        choices.values == null ? Chart.rendered() : Chart.rendered(choices.values)));
    }

    /** What Helm says to who installs it. */
    String notes() {
        return Chart.notes(values);
    }

    Stream<KubernetesObject> ofKind(String kind) {
        return objects().stream().filter(object -> object.kind().equals(kind));
    }

    /** The Deployments and the Job. */
    Stream<KubernetesObject> withPods() {
        return objects().stream().filter(object -> object.pod().isObject());
    }

    KubernetesObject named(String kind, String name) {
        return ofKind(kind)
                .filter(object -> object.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name + " among " + objects()));
    }
}
