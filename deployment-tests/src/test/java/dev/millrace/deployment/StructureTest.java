package dev.millrace.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The structure of all that the chart makes, and that a flaw in it is found. */
class StructureTest {
    @ParameterizedTest
    @EnumSource
    void allThatIsRenderedHasTheStructureOfItsKind(Choices choices) {
        assertThat(choices.objects())
                .isNotEmpty()
                .flatExtracting(StructuralCheck::flawsOf)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Deployment           | millrace-job-api            | /spec
                    Deployment           | millrace-job-api            | /spec/strategy/rollingUpdate
                    Deployment           | millrace-job-api            | /spec/template/spec
                    Deployment           | millrace-job-api            | /spec/template/spec/containers/0
                    Deployment           | millrace-job-api            | /spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef
                    Deployment           | millrace-job-api            | /spec/template/spec/containers/0/lifecycle/preStop/sleep
                    Deployment           | millrace-job-api            | /spec/template/spec/containers/0/livenessProbe/httpGet
                    Deployment           | millrace-job-api            | /spec/template/spec/topologySpreadConstraints/0
                    Service              | millrace-job-api            | /spec/ports/0
                    Ingress              | millrace-job-api            | /spec/rules/0/http/paths/0/backend/service
                    NetworkPolicy        | millrace-job-worker         | /spec/egress/2/to/0/ipBlock
                    PodDisruptionBudget  | millrace-job-api            | /spec
                    ServiceAccount       | millrace                    | ''
                    ServiceMonitor       | millrace-job-api            | /spec/endpoints/0
                    PodMonitor           | millrace-job-worker         | /spec/podMetricsEndpoints/0
                    ScaledObject         | millrace-job-worker-media   | /spec
                    ScaledObject         | millrace-job-worker-media   | /spec/triggers/0/metadata
                    ScaledObject         | millrace-job-worker-media   | /spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown
                    Cluster              | millrace-postgresql         | /spec
                    Cluster              | millrace-postgresql         | /spec/postgresql/synchronous
                    RabbitmqCluster      | millrace-rabbitmq           | /spec
                    RabbitmqCluster      | millrace-rabbitmq           | /spec/persistence
                    """)
    void aKeyThatIsNotKnownIsFound(String kind, String name, String place) {
        KubernetesObject object = copyOf(kind, name);
        ((ObjectNode) object.at(place)).put("replicaz", "1");

        assertThat(StructuralCheck.flawsOf(object)).isNotEmpty().anySatisfy(flaw -> assertThat(flaw)
                .contains("replicaz"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Deployment          | millrace-job-api          | /spec/replicas                                          | "2"
                    Deployment          | millrace-job-api          | /spec/template/spec/automountServiceAccountToken        | "false"
                    Deployment          | millrace-job-api          | /spec/template/spec/containers/0/env/2/value            | 500
                    Deployment          | millrace-job-api          | /spec/template/spec/containers/0/ports                  | {}
                    Deployment          | millrace-job-api          | /spec/template/spec/terminationGracePeriodSeconds       | "60"
                    Service             | millrace-job-api          | /spec/ports/0/port                                      | "http"
                    NetworkPolicy       | millrace-job-api          | /spec/policyTypes                                       | "Ingress"
                    PodDisruptionBudget | millrace-job-api          | /spec/selector                                          | "job-api"
                    ServiceMonitor      | millrace-job-api          | /spec/endpoints                                         | {}
                    ScaledObject        | millrace-job-worker-media | /spec/minReplicaCount                                   | "0"
                    ScaledObject        | millrace-job-worker-media | /spec/triggers/0/metadata/threshold                     | 2
                    Cluster             | millrace-postgresql       | /spec/instances                                         | "3"
                    Cluster             | millrace-postgresql       | /spec/postgresql/parameters/max_connections             | 200
                    RabbitmqCluster     | millrace-rabbitmq         | /spec/replicas                                          | "3"
                    """)
    void aValueOfAnotherTypeIsFound(String kind, String name, String place, String json) throws Exception {
        KubernetesObject object = copyOf(kind, name);
        int last = place.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) object.at(place.substring(0, last));
        assertThat(parent.has(place.substring(last + 1)))
                .as("%s is there", place)
                .isTrue();
        parent.set(place.substring(last + 1), new ObjectMapper().readTree(json));

        assertThat(StructuralCheck.flawsOf(object)).isNotEmpty();
    }

    @Test
    void aKindThatIsNotKnownIsFound() {
        assertThat(KubernetesObject.allOf("{apiVersion: v1, kind: Secret, metadata: {name: some}}"))
                .flatExtracting(StructuralCheck::flawsOf)
                .containsExactly("Secret/some is of a type that is not known here: v1/Secret");
    }

    @Test
    void anOtherVersionOfAKindIsFound() {
        assertThat(KubernetesObject.allOf(
                        "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: some}}"))
                .flatExtracting(StructuralCheck::flawsOf)
                .isNotEmpty();
    }

    @Test
    void aRequiredKeyThatIsMissingFromAScaledObjectIsFound() {
        KubernetesObject object = copyOf("ScaledObject", "millrace-job-worker-media");
        ((ArrayNode) object.at("/spec/triggers")).removeAll();

        assertThat(StructuralCheck.flawsOf(object)).isNotEmpty();
    }

    private static KubernetesObject copyOf(String kind, String name) {
        return new KubernetesObject(
                Choices.EVERY_CHOICE.named(kind, name).tree().deepCopy());
    }
}
