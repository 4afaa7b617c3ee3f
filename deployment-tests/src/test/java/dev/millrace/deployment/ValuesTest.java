package dev.millrace.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be chosen: values.yaml says all of it, and values.schema.json refuses all else. */
class ValuesTest {
    private static final Set<String> OF_HELM_ITSELF = Set.of("global");

    @Test
    void helmFindsNothingToComplainOf() {
        assertThat(Chart.linted().isFailed()).isFalse();
        assertThat(Chart.linted().getMessages())
                .filteredOn(message -> !message.startsWith("[INFO] Chart.yaml: icon"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas: 3",
                "api: {replica: 3}",
                "api: {replicas: three}",
                "api: {replicas: '3'}",
                "api: {replicas: -1}",
                "api: {auth: {secret: ''}}",
                "api: {resources: {request: {cpu: 1}}}",
                "api: {resources: {requests: {memory: lots}}}",
                "api: {service: {type: ClusterIp}}",
                "workers: {pools: {media: {queue: {media: 2}}}}",
                "workers: {pools: {media: {queues: {}}}}",
                "workers: {pools: {media: {queues: {Media: 2}}}}",
                "workers: {pools: {media: {queues: {media: 0}}}}",
                "workers: {pools: {Media: {}}}",
                "workers: {defaults: {autoscaling: {minReplica: 1}}}",
                "workers: {defaults: {autoscaling: {targetUtilization: 0}}}",
                "autoscaling: {source: rabbitmq}",
                "rabbitmq: {cluster: {replicas: 2}}",
                "postgresql: {cluster: {dataDurability: some}}",
                "postgresql: {url: {name: elsewhere}}",
                "networkPolicy: {clients: [{namespaceselector: {}}]}",
                "networkPolicy: {clients: all}",
                "monitoring: {tracing: {endpoint: otel-collector}}",
                "image: {pullPolicy: Sometimes}"
            })
    void whatIsNoChoiceIsRefused(String values) {
        assertThatThrownBy(() -> Chart.rendered(values)).hasMessageContaining("values don't meet the specifications");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api: {ingress: {enabled: true}}",
                "postgresql: {cluster: {enabled: true, instances: 1}}",
                "rabbitmq: {cluster: {enabled: true, tlsSecret: some}}"
            })
    void choicesThatDoNotGoTogetherAreRefused(String values) {
        assertThatThrownBy(() -> Chart.rendered(values)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyPlaceOfTheSchemaIsClosed() throws Exception {
        List<String> open = new ArrayList<>();
        collectOpen(schema(), "", open);

        assertThat(open).isEmpty();
    }

    @Test
    void everyValueIsInTheSchemaAndTheOtherWayRound() throws Exception {
        JsonNode values = new YAMLMapper().readTree(Repository.read(Repository.CHART.resolve("values.yaml")));

        assertThat(pathsOfSchema(schema(), schema(), ""))
                .containsExactlyElementsOf(paths(values, schema(), schema(), ""));
    }

    @Test
    void aPoolHasItsQueuesInsteadOfTheDefaultOnes() {
        assertThat(Choices.EVERY_CHOICE
                        .named("Deployment", "millrace-job-worker-media")
                        .variable("MILLRACE_WORKER_QUEUES")
                        .path("value")
                        .asText())
                .isEqualTo("media:2,thumbnails:8");
    }

    @Test
    void aPoolCanBeTakenAway() {
        assertThat(Chart.objects("workers: {pools: {default: null, media: {queues: {media: 2}}}}").stream()
                        .filter(object -> object.kind().equals("Deployment")))
                .extracting(KubernetesObject::name)
                .containsExactlyInAnyOrder("millrace-job-api", "millrace-job-scheduler", "millrace-job-worker-media");
    }

    private static JsonNode schema() throws Exception {
        return new ObjectMapper().readTree(Repository.read(Repository.CHART.resolve("values.schema.json")));
    }

    private static void collectOpen(JsonNode place, String path, List<String> open) {
        if (place.path("properties") instanceof ObjectNode
                && !path.endsWith("/properties")
                && place.path("additionalProperties").asBoolean(true)) {
            open.add(path);
        }
        place.properties().forEach(entry -> collectOpen(entry.getValue(), path + "/" + entry.getKey(), open));
        for (int i = 0; place.isArray() && i < place.size(); i++) {
            collectOpen(place.get(i), path + "/" + i, open);
        }
    }

    /** All that the schema names below {@code place}, but for what each pool may say anew. */
    private static Set<String> pathsOfSchema(JsonNode root, JsonNode place, String path) {
        Set<String> paths = new TreeSet<>();
        resolved(root, place).path("properties").properties().stream()
                .filter(entry -> !path.isEmpty() || !OF_HELM_ITSELF.contains(entry.getKey()))
                .forEach(entry -> {
                    String below = path + "/" + entry.getKey();
                    paths.add(below);
                    if (!isOfKubernetes(entry.getValue())) {
                        paths.addAll(pathsOfSchema(root, entry.getValue(), below));
                    }
                });
        return paths;
    }

    private static Set<String> paths(JsonNode values, JsonNode root, JsonNode place, String path) {
        Set<String> paths = new TreeSet<>();
        JsonNode known = resolved(root, place).path("properties");
        if (!known.isObject()) {
            return paths;
        }
        values.properties().forEach(entry -> {
            String below = path + "/" + entry.getKey();
            paths.add(below);
            if (!isOfKubernetes(known.path(entry.getKey()))) {
                paths.addAll(paths(entry.getValue(), root, known.path(entry.getKey()), below));
            }
        });
        return paths;
    }

    /** Of requests and limits each may be left out. */
    private static boolean isOfKubernetes(JsonNode place) {
        return place.path("$ref").asText().equals("#/definitions/resources");
    }

    private static JsonNode resolved(JsonNode root, JsonNode place) {
        String reference = place.path("$ref").asText();
        return reference.isEmpty() ? place : root.at(reference.substring(1));
    }
}
