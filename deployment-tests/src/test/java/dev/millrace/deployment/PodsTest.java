package dev.millrace.deployment;

import static dev.millrace.deployment.KubernetesObject.elements;
import static dev.millrace.deployment.KubernetesObject.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every pod, and for what goes around with them. */
class PodsTest {
    @ParameterizedTest
    @EnumSource
    void everyPodSatisfiesTheRestrictedPodSecurityStandard(Choices choices) {
        assertThat(choices.withPods()).isNotEmpty().allSatisfy(object -> {
            assertThat(object.pod().at("/securityContext/runAsNonRoot").asBoolean())
                    .isTrue();
            assertThat(object.pod().at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(object.pod().at("/securityContext/seccompProfile/type").asText())
                    .isEqualTo("RuntimeDefault");
            assertThat(object.containers()).isNotEmpty().allSatisfy(container -> {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void noPodIsGivenATokenOfKubernetes(Choices choices) {
        assertThat(choices.withPods()).isNotEmpty().allSatisfy(object -> assertThat(
                        object.pod().path("automountServiceAccountToken").asBoolean(true))
                .isFalse());
        assertThat(choices.ofKind("ServiceAccount")).isNotEmpty().allSatisfy(account -> assertThat(
                        account.at("/automountServiceAccountToken").asBoolean(true))
                .isFalse());
    }

    @ParameterizedTest
    @EnumSource
    void everyPodCanWriteToTmpAndNowhereElse(Choices choices) {
        assertThat(choices.withPods()).isNotEmpty().allSatisfy(object -> {
            assertThat(elements(object.pod().path("volumes")).filter(volume -> volume.has("emptyDir")))
                    .singleElement()
                    .satisfies(volume -> assertThat(
                                    volume.at("/emptyDir/sizeLimit").asText())
                            .isNotEmpty());
            assertThat(mounts(object).filter(mount -> !mount.path("readOnly").asBoolean()))
                    .extracting(mount -> mount.path("mountPath").asText())
                    .containsExactly("/tmp");
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyMountIsOfAVolumeAndEveryVolumeIsMounted(Choices choices) {
        assertThat(choices.withPods()).isNotEmpty().allSatisfy(object -> assertThat(
                        mounts(object).map(mount -> mount.path("name").asText()))
                .containsExactlyInAnyOrderElementsOf(elements(object.pod().path("volumes"))
                        .map(volume -> volume.path("name").asText())
                        .toList()));
    }

    @ParameterizedTest
    @EnumSource
    void everyContainerSaysWhatItNeedsAndHowMuchMemoryItMayTake(Choices choices) {
        assertThat(choices.withPods().flatMap(KubernetesObject::containers))
                .isNotEmpty()
                .allSatisfy(container -> {
                    assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
                    assertThat(container.at("/resources/requests/memory").asText())
                            .isNotEmpty();
                    assertThat(container.at("/resources/limits/memory").asText())
                            .isNotEmpty();
                    // Beside the heap, three fifths, a JVM takes some 130 MB.
                    assertThat(Quantity.getAmountInBytes(Quantity.parse(
                                    container.at("/resources/limits/memory").asText())))
                            .isGreaterThanOrEqualTo(BigDecimal.valueOf(384L << 20));
                    // Throttled, a service would miss heartbeats.
                    assertThat(container.at("/resources/limits/cpu").isMissingNode())
                            .isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource
    void everyServiceIsAskedAtThePortItListensOnHowItIs(Choices choices) {
        assertThat(choices.ofKind("Deployment")).isNotEmpty().allSatisfy(object -> {
            assertThat(object.variable("QUARKUS_HTTP_PORT").path("value").asText())
                    .isEqualTo("8080");
            assertThat(object.containers()).allSatisfy(container -> {
                assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(8080);
                String port = container.at("/ports/0/name").asText();
                assertThat(Stream.of("startup:started", "liveness:live", "readiness:ready")
                                .map(probe -> probe.split(":")))
                        .allSatisfy(probe -> {
                            JsonNode question = container.at("/" + probe[0] + "Probe/httpGet");
                            assertThat(question.path("path").asText()).isEqualTo("/q/health/" + probe[1]);
                            assertThat(question.path("port").asText()).isEqualTo(port);
                        });
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyDeploymentSelectsItsOwnPodsAndNoOthers(Choices choices) {
        List<KubernetesObject> makers = choices.withPods().toList();
        assertThat(choices.ofKind("Deployment")).isNotEmpty().allSatisfy(object -> assertThat(
                        selectedBy(object.at("/spec/selector"), makers))
                .containsExactly(object));
    }

    @ParameterizedTest
    @EnumSource
    void everyServiceLeadsToOneDeploymentAtAPortThatItHas(Choices choices) {
        List<KubernetesObject> makers = choices.withPods().toList();
        assertThat(choices.ofKind("Service")).isNotEmpty().allSatisfy(service -> {
            List<KubernetesObject> led = selectedByLabels(service.at("/spec/selector"), makers);
            assertThat(led).hasSize(1);
            assertThat(elements(service.at("/spec/ports"))
                            .map(port -> port.path("targetPort").asText()))
                    .isSubsetOf(portNames(led.getFirst()));
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyDeploymentHasADisruptionBudgetOfItsOwn(Choices choices) {
        List<KubernetesObject> makers = choices.withPods().toList();
        assertThat(choices.ofKind("Deployment")).isNotEmpty().allSatisfy(object -> assertThat(
                        choices.ofKind("PodDisruptionBudget")
                                .filter(budget -> selectedBy(budget.at("/spec/selector"), makers)
                                        .contains(object)))
                .singleElement()
                .satisfies(budget -> assertThat(selectedBy(budget.at("/spec/selector"), makers))
                        .containsExactly(object)));
    }

    @ParameterizedTest
    @EnumSource
    void everyDeploymentIsSpreadByItsOwnPods(Choices choices) {
        List<KubernetesObject> makers = choices.withPods().toList();
        assertThat(choices.ofKind("Deployment")).isNotEmpty().allSatisfy(object -> assertThat(
                        elements(object.pod().path("topologySpreadConstraints")))
                .isNotEmpty()
                .allSatisfy(spread -> assertThat(selectedBy(spread.path("labelSelector"), makers))
                        .containsExactly(object)));
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateTakesNoPodAwayBeforeAnotherIsReady(Choices choices) {
        assertThat(choices.ofKind("Deployment")).isNotEmpty().allSatisfy(object -> {
            assertThat(object.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1))
                    .isZero();
            assertThat(object.at("/spec/strategy/rollingUpdate/maxSurge").asInt())
                    .isPositive();
        });
    }

    @ParameterizedTest
    @EnumSource
    void servicesOnlyCheckTheSchemaAndOneJobChangesIt(Choices choices) {
        assertThat(choices.ofKind("Deployment")).isNotEmpty().allSatisfy(object -> assertThat(
                        object.variable("MILLRACE_MIGRATION_MODE").path("value").asText())
                .isEqualTo("check"));
        assertThat(choices.ofKind("Job")).singleElement().satisfies(job -> {
            assertThat(job.variable("MILLRACE_MIGRATION_MODE").path("value").asText())
                    .isEqualTo("only");
            assertThat(job.containers().findFirst().orElseThrow().path("image").asText())
                    .contains("/job-scheduler:");
        });
    }

    @Test
    void anotherImageIsMigratedByAnotherJob() {
        assertThat(jobWith("image: {tag: 1.0.0}"))
                .isEqualTo(jobWith("image: {tag: 1.0.0}"))
                .isNotEqualTo(jobWith("image: {tag: 1.0.1}"));
    }

    @ParameterizedTest
    @EnumSource
    void theMigrationKnowsPostgresqlAlone(Choices choices) {
        assertThat(choices.ofKind("Job")).singleElement().satisfies(job -> {
            assertThat(job.variable("MILLRACE_PG_MIGRATION_URL").isObject()).isTrue();
            assertThat(job.variable("MILLRACE_PG_URL").isMissingNode()).isTrue();
            assertThat(job.variable("MILLRACE_AMQP_URL").isMissingNode()).isTrue();
        });
        assertThat(choices.ofKind("Deployment")).isNotEmpty().allSatisfy(object -> {
            assertThat(object.variable("MILLRACE_PG_URL").isObject()).isTrue();
            assertThat(object.variable("MILLRACE_AMQP_URL").isObject()).isTrue();
            assertThat(object.variable("MILLRACE_PG_MIGRATION_URL").isMissingNode())
                    .isTrue();
        });
    }

    @Test
    void onlyTheMigrationKnowsTheOwnerOfTheSchema() {
        String values = "postgresql: {migrationUrl: {secret: owner}}";
        assertThat(Chart.objects(values).stream()
                        .filter(object -> object.tree().toString().contains("\"owner\"")))
                .extracting(KubernetesObject::kind)
                .containsExactly("Job");
    }

    @Test
    void inAClusterOfTheChartTheServicesUseTheRoleThatOwnsNothing() {
        assertThat(Choices.EVERY_CHOICE.ofKind("Deployment")).isNotEmpty().allSatisfy(object -> assertThat(
                        object.variable("POSTGRESQL_PASSWORD")
                                .at("/valueFrom/secretKeyRef/name")
                                .asText())
                .isEqualTo("millrace-postgresql-services"));
        assertThat(Choices.EVERY_CHOICE.ofKind("Job")).singleElement().satisfies(job -> assertThat(
                        job.variable("POSTGRESQL_PASSWORD")
                                .at("/valueFrom/secretKeyRef/name")
                                .asText())
                .isEqualTo("millrace-postgresql-app"));
    }

    private static String jobWith(String values) {
        return Chart.objects(values).stream()
                .filter(object -> object.kind().equals("Job"))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static Stream<JsonNode> mounts(KubernetesObject object) {
        return object.containers().flatMap(container -> elements(container.path("volumeMounts")));
    }

    static Set<String> portNames(KubernetesObject object) {
        return object.containers()
                .flatMap(container -> elements(container.path("ports")))
                .map(port -> port.path("name").asText())
                .collect(Collectors.toSet());
    }

    static List<KubernetesObject> selectedBy(JsonNode selector, List<KubernetesObject> makers) {
        assertThat(selector.properties()).extracting(entry -> entry.getKey()).containsOnly("matchLabels");
        return selectedByLabels(selector.path("matchLabels"), makers);
    }

    static List<KubernetesObject> selectedByLabels(JsonNode labels, List<KubernetesObject> makers) {
        assertThat(texts(labels)).isNotEmpty();
        return makers.stream()
                .filter(maker ->
                        maker.podLabels().entrySet().containsAll(texts(labels).entrySet()))
                .toList();
    }
}
