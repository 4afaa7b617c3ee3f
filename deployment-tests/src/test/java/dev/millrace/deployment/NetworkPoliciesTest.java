package dev.millrace.deployment;

import static dev.millrace.deployment.KubernetesObject.elements;
import static dev.millrace.deployment.PodsTest.portNames;
import static dev.millrace.deployment.PodsTest.selectedBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing reaches a pod, and a pod reaches nothing, but for what is told here. */
class NetworkPoliciesTest {
    @ParameterizedTest
    @EnumSource
    void everythingIsDeniedToEveryPodThatIsNotAllowed(Choices choices) {
        KubernetesObject deny = choices.named("NetworkPolicy", "millrace-deny-by-default");

        assertThat(texts(deny.at("/spec/policyTypes"))).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(deny.at("/spec").has("ingress")).isFalse();
        assertThat(deny.at("/spec").has("egress")).isFalse();
        assertThat(selectedBy(deny.at("/spec/podSelector"), choices.withPods().toList()))
                .containsExactlyElementsOf(choices.withPods().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    OWN                       | millrace-job-api            | ingress-nginx monitoring
                    OWN                       | millrace-job-scheduler      | monitoring
                    OWN                       | millrace-job-worker-default | monitoring
                    PRODUCTION_WITH_OPERATORS | millrace-job-api            | ingress-nginx monitoring
                    PRODUCTION_WITH_OPERATORS | millrace-job-scheduler      | keda monitoring
                    PRODUCTION_WITH_OPERATORS | millrace-job-worker-default | monitoring
                    EVERY_CHOICE              | millrace-job-scheduler      | monitoring
                    """)
    void aServiceIsReachedFromTheseNamespacesOnly(Choices choices, String deployment, String namespaces) {
        Set<String> allowed = rulesFor(choices, choices.named("Deployment", deployment), "ingress")
                .flatMap(rule -> elements(rule.path("from")))
                .map(peer -> peer.at("/namespaceSelector/matchLabels").path("kubernetes.io/metadata.name"))
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(String.join(" ", allowed)).isEqualTo(namespaces);
    }

    @ParameterizedTest
    @EnumSource
    void theMigrationIsReachedByNobody(Choices choices) {
        assertThat(choices.ofKind("Job")).singleElement().satisfies(job -> assertThat(rulesFor(choices, job, "ingress"))
                .isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void noRuleAllowsWhatHasNoPort(Choices choices) {
        assertThat(choices.ofKind("NetworkPolicy")
                        .flatMap(policy -> Stream.concat(
                                elements(policy.at("/spec/ingress")), elements(policy.at("/spec/egress")))))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.path("ports")).isNotEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void noRuleAllowsAnybodyIn(Choices choices) {
        assertThat(choices.ofKind("NetworkPolicy").flatMap(policy -> elements(policy.at("/spec/ingress"))))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.path("from")).isNotEmpty().allSatisfy(peer -> assertThat(peer)
                        .isNotEmpty()));
    }

    @ParameterizedTest
    @EnumSource
    void namedPortsOfRulesAreThoseOfThePods(Choices choices) {
        List<KubernetesObject> makers = choices.withPods().toList();
        assertThat(choices.ofKind("NetworkPolicy")
                        .filter(policy -> policy.name().startsWith("millrace-job-")))
                .hasSize(3)
                .allSatisfy(policy -> assertThat(selectedBy(policy.at("/spec/podSelector"), makers))
                        .isNotEmpty()
                        .allSatisfy(maker -> assertThat(elements(policy.at("/spec/ingress"))
                                        .flatMap(rule -> elements(rule.path("ports")))
                                        .map(port -> port.path("port").asText()))
                                .isSubsetOf(portNames(maker))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    OWN                       | Deployment | millrace-job-api            | 53 53 5432 5671 5672
                    OWN                       | Deployment | millrace-job-worker-default | 53 53 5432 5671 5672 80 443
                    OWN                       | Job        | millrace-migration          | 53 53 5432
                    PRODUCTION_WITH_OPERATORS | Deployment | millrace-job-scheduler      | 53 53 5432 5672
                    PRODUCTION_WITH_OPERATORS | Job        | millrace-migration          | 53 53 5432
                    EVERY_CHOICE              | Deployment | millrace-job-api            | 53 53 5432 5671 4318
                    EVERY_CHOICE              | Deployment | millrace-job-worker-media   | 53 53 5432 5671 4318 80 443 587
                    """)
    void aPodReachesThesePortsOnly(Choices choices, String kind, String name, String ports) {
        KubernetesObject maker = choices.ofKind(kind)
                .filter(object -> object.name().startsWith(name))
                .findFirst()
                .orElseThrow();

        assertThat(rulesFor(choices, maker, "egress")
                        .flatMap(rule -> elements(rule.path("ports")))
                        .map(port -> port.path("port").asText())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(ports);
    }

    @Test
    void clustersOfTheChartAreFoundByTheirOperatorsLabels() {
        assertThat(rulesFor(
                                Choices.PRODUCTION_WITH_OPERATORS,
                                Choices.PRODUCTION_WITH_OPERATORS.named("Deployment", "millrace-job-api"),
                                "egress")
                        .map(rule -> rule.at("/to/0/podSelector/matchLabels").toString()))
                .contains(
                        "{\"cnpg.io/cluster\":\"millrace-postgresql\"}",
                        "{\"app.kubernetes.io/name\":\"millrace-rabbitmq\"}");
    }

    @ParameterizedTest
    @EnumSource
    void onlyWorkersReachTheInternetAndNoPrivateNetworkByIt(Choices choices) {
        assertThat(choices.withPods()).isNotEmpty().allSatisfy(maker -> {
            List<JsonNode> everywhere = rulesFor(choices, maker, "egress")
                    .flatMap(rule -> elements(rule.path("to")))
                    .map(peer -> peer.path("ipBlock"))
                    .filter(block -> block.path("cidr").asText().endsWith("/0"))
                    .toList();
            assertThat(everywhere).hasSize(maker.name().contains("job-worker") ? 2 : 0);
            assertThat(everywhere.stream()
                            .flatMap(block -> elements(block.path("except")))
                            .map(JsonNode::asText))
                    .containsAll(
                            everywhere.isEmpty()
                                    ? List.of()
                                    : List.of(
                                            "10.0.0.0/8",
                                            "172.16.0.0/12",
                                            "192.168.0.0/16",
                                            "169.254.0.0/16",
                                            "fc00::/7"));
        });
    }

    @Test
    void workersReachTheInternetOnlyWhereThatIsWanted() {
        String everywhere = "0.0.0.0/0";

        assertThat(Chart.rendered("networkPolicy: {workers: {internet: true}}")).contains(everywhere);
        assertThat(Chart.rendered("networkPolicy: {workers: {internet: false}}"))
                .doesNotContain(everywhere);
    }

    @Test
    void whatIsAllowedBesidesIsAddedForWorkersAlone() {
        assertThat(Choices.EVERY_CHOICE
                        .ofKind("NetworkPolicy")
                        .filter(policy -> policy.tree().toString().contains("10.2.0.7/32")))
                .extracting(KubernetesObject::name)
                .containsExactly("millrace-job-worker");
    }

    private static Stream<JsonNode> rulesFor(Choices choices, KubernetesObject maker, String direction) {
        return choices.ofKind("NetworkPolicy")
                .filter(policy -> !policy.at("/spec/podSelector/matchLabels").has("cnpg.io/cluster"))
                .filter(policy -> selectedBy(policy.at("/spec/podSelector"), List.of(maker))
                        .contains(maker))
                .flatMap(policy -> elements(policy.at("/spec/" + direction)));
    }

    private static List<String> texts(JsonNode list) {
        return elements(list).map(JsonNode::asText).toList();
    }
}
