package dev.millrace.deployment;

import static dev.millrace.deployment.KubernetesObject.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Prometheus and Grafana are given. */
class MonitoringTest {
    @Test
    void rulesAndDashboardsAreThoseOfDeployMonitoring() {
        assertThat(MonitoringFiles.copies()).as(ManifestsTest.HOW_TO_WRITE).isEqualTo(MonitoringFiles.originals());
    }

    @Test
    void everyDashboardIsShippedAsItIs() throws IOException {
        Map<String, Object> shipped = new TreeMap<>();
        for (KubernetesObject map : Choices.EVERY_CHOICE.ofKind("ConfigMap").toList()) {
            assertThat(map.labels()).containsEntry("grafana_dashboard", "1");
            for (var entry : map.at("/data").properties()) {
                shipped.put(
                        entry.getKey(),
                        new ObjectMapper().readTree(entry.getValue().asText()));
            }
        }
        Map<String, Object> wanted = new TreeMap<>();
        for (Path file : Repository.filesOf(Repository.CHART.resolve("files/dashboards"), ".json")) {
            wanted.put(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
        }

        assertThat(shipped).isEqualTo(wanted);
    }

    @Test
    void theMetricsOfTheApiAreReadWithAKeyThatIsNamedOnly() {
        assertThat(Choices.EVERY_CHOICE
                        .named("ServiceMonitor", "millrace-job-api")
                        .at("/spec/endpoints/0/authorization/credentials")
                        .toString())
                .isEqualTo("{\"name\":\"millrace-metrics\",\"key\":\"api-key\"}");
    }

    @Test
    void withoutAKeyTheMetricsOfTheApiAreNotRead() {
        assertThat(Choices.PRODUCTION_WITH_OPERATORS.ofKind("ServiceMonitor"))
                .extracting(KubernetesObject::name)
                .containsExactly("millrace-job-scheduler");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION_WITH_OPERATORS", "EVERY_CHOICE"})
    void everyServiceMonitorFindsOneServiceAndAPortOfIt(Choices choices) {
        assertThat(choices.ofKind("ServiceMonitor")).isNotEmpty().allSatisfy(monitor -> assertThat(
                        choices.ofKind("Service").filter(service -> service.labels()
                                .entrySet()
                                .containsAll(KubernetesObject.texts(monitor.at("/spec/selector/matchLabels"))
                                        .entrySet())))
                .singleElement()
                .satisfies(service -> assertThat(elements(service.at("/spec/ports"))
                                .map(port -> port.path("name").asText()))
                        .contains(monitor.at("/spec/endpoints/0/port").asText())));
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION_WITH_OPERATORS", "EVERY_CHOICE"})
    void metricsKeepTheirOwnLabels(Choices choices) {
        assertThat(choices.objects().stream()
                        .filter(object -> object.name().startsWith("millrace-job-"))
                        .flatMap(object -> Stream.concat(
                                elements(object.at("/spec/endpoints")),
                                elements(object.at("/spec/podMetricsEndpoints")))))
                .hasSizeGreaterThan(1)
                .allSatisfy(endpoint ->
                        assertThat(endpoint.path("honorLabels").asBoolean()).isTrue());
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION_WITH_OPERATORS", "EVERY_CHOICE"})
    void theWorkersOfAllPoolsAreFoundWithoutAService(Choices choices) {
        KubernetesObject monitor = choices.named("PodMonitor", "millrace-job-worker");

        assertThat(PodsTest.selectedBy(
                        monitor.at("/spec/selector"), choices.withPods().toList()))
                .containsExactlyElementsOf(choices.ofKind("Deployment")
                        .filter(object -> object.name().contains("job-worker"))
                        .toList());
    }
}
