package dev.millrace.deployment;

import static dev.millrace.deployment.KubernetesObject.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers are scaled by the jobs that are ready or run, and never at the cost of one that runs. */
class ScalingTest {
    private static final String TWO_SCALED_QUEUES = """
            autoscaling: {enabled: true}
            workers: {pools: {default: {queues: {default: 16, media: 2}}}}
            """;

    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION_WITH_OPERATORS", "EVERY_CHOICE"})
    void everyPoolIsScaledAndItsDeploymentSaysNoNumber(Choices choices) {
        assertThat(workers(choices)).isNotEmpty().allSatisfy(worker -> {
            assertThat(worker.at("/spec").has("replicas")).isFalse();
            assertThat(choices.ofKind("ScaledObject")
                            .map(scaled ->
                                    scaled.at("/spec/scaleTargetRef/name").asText())
                            .filter(worker.name()::equals))
                    .hasSize(1);
        });
        assertThat(choices.ofKind("ScaledObject"))
                .hasSize((int) workers(choices).count());
    }

    @Test
    void withoutAutoscalingPoolsHaveTheNumberThatIsChosen() {
        assertThat(workers(Choices.OWN)).isNotEmpty().allSatisfy(worker -> assertThat(
                        worker.at("/spec/replicas").asInt())
                .isEqualTo(2));
        assertThat(Choices.OWN.ofKind("ScaledObject")).isEmpty();
    }

    @Test
    void eachQueueAsksForAsManyPodsAsItsOwnSlotsNeed() {
        assertThat(triggers(TWO_SCALED_QUEUES))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "millrace_queue_active_jobs{queue=\"default\"}", "16",
                        "millrace_queue_active_jobs{queue=\"media\"}", "2"));
    }

    @Test
    void slotsThatShallStayFreeMakeThePodsMore() {
        assertThat(triggers("""
                        autoscaling: {enabled: true}
                        workers: {defaults: {queues: {default: 16}, autoscaling: {targetUtilization: 80}}}
                        """)).containsValue("12.8");
    }

    @Test
    void theSchedulersAreAskedWhereTheirServiceIs() {
        KubernetesObject service = Choices.PRODUCTION_WITH_OPERATORS.named("Service", "millrace-job-scheduler");
        String address = "http://" + service.name() + ".millrace.svc:"
                + service.at("/spec/ports/0/port").asInt() + "/q/metrics";

        assertThat(Choices.PRODUCTION_WITH_OPERATORS
                        .ofKind("ScaledObject")
                        .flatMap(scaled -> elements(scaled.at("/spec/triggers"))))
                .isNotEmpty()
                .allSatisfy(trigger -> {
                    assertThat(trigger.at("/metadata/url").asText()).isEqualTo(address);
                    assertThat(trigger.at("/metadata/format").asText()).isEqualTo("prometheus");
                });
    }

    @Test
    void prometheusIsAskedForTheSameMetricOfThisNamespace() {
        assertThat(Choices.EVERY_CHOICE
                        .named("ScaledObject", "millrace-job-worker-media")
                        .at("/spec/triggers/0/metadata/query")
                        .asText())
                .isEqualTo("max(millrace_queue_active_jobs{namespace=\"millrace\",queue=\"media\"})");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION_WITH_OPERATORS", "EVERY_CHOICE"})
    void podsAreTakenAwayOneByOneAfterFiveMinutesOfNeedingLess(Choices choices) {
        assertThat(choices.ofKind("ScaledObject")).isNotEmpty().allSatisfy(scaled -> {
            JsonNode down = scaled.at("/spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown");
            assertThat(down.path("stabilizationWindowSeconds").asInt()).isGreaterThanOrEqualTo(300);
            assertThat(elements(down.path("policies"))).singleElement().satisfies(policy -> {
                assertThat(policy.path("type").asText()).isEqualTo("Pods");
                assertThat(policy.path("value").asInt()).isEqualTo(1);
            });
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION_WITH_OPERATORS", "EVERY_CHOICE"})
    void aMetricThatCannotBeReadTakesNoPodAway(Choices choices) {
        assertThat(choices.ofKind("ScaledObject")).isNotEmpty().allSatisfy(scaled -> assertThat(
                        scaled.at("/spec/fallback/behavior").asText())
                .isEqualTo("currentReplicasIfHigher"));
    }

    private static Stream<KubernetesObject> workers(Choices choices) {
        return choices.ofKind("Deployment").filter(object -> object.name().contains("job-worker"));
    }

    /** The targets of all triggers, by what they ask for. */
    private static Map<String, String> triggers(String values) {
        return Chart.objects(values).stream()
                .filter(object -> object.kind().equals("ScaledObject"))
                .flatMap(scaled -> elements(scaled.at("/spec/triggers")))
                .map(trigger -> trigger.path("metadata"))
                .collect(Collectors.toMap(
                        metadata -> metadata.path("valueLocation").asText(),
                        metadata -> metadata.path("targetValue").asText()));
    }
}
