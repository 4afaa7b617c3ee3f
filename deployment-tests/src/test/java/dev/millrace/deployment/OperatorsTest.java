package dev.millrace.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL and RabbitMQ, made along with Millrace. */
class OperatorsTest {
    private static final KubernetesObject POSTGRESQL =
            Choices.PRODUCTION_WITH_OPERATORS.named("Cluster", "millrace-postgresql");
    private static final KubernetesObject RABBITMQ =
            Choices.PRODUCTION_WITH_OPERATORS.named("RabbitmqCluster", "millrace-rabbitmq");

    @Test
    void byItselfTheChartMakesNeither() {
        assertThat(Choices.OWN.objects())
                .extracting(KubernetesObject::kind)
                .doesNotContain("Cluster", "RabbitmqCluster");
    }

    @Test
    void aCommitIsOnAStandbyBeforeItIsAnsweredAndOneInstanceMayBeAway() {
        assertThat(POSTGRESQL.at("/spec/instances").asInt()).isEqualTo(3);
        assertThat(POSTGRESQL.at("/spec/postgresql/synchronous").toString())
                .isEqualTo("{\"method\":\"any\",\"number\":1,\"dataDurability\":\"required\"}");
    }

    @Test
    void lanesHaveAMajorityWhenANodeIsAway() {
        assertThat(RABBITMQ.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(RABBITMQ.at("/spec/rabbitmq/additionalConfig").asText())
                .contains("cluster_partition_handling = pause_minority\n");
        assertThat(Choices.PRODUCTION_WITH_OPERATORS
                        .named("PodDisruptionBudget", "millrace-rabbitmq")
                        .at("/spec/maxUnavailable")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void bothStayWhenTheReleaseGoes() {
        assertThat(POSTGRESQL
                        .at("/metadata/annotations")
                        .path("helm.sh/resource-policy")
                        .asText())
                .isEqualTo("keep");
        assertThat(RABBITMQ.at("/metadata/annotations")
                        .path("helm.sh/resource-policy")
                        .asText())
                .isEqualTo("keep");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION_WITH_OPERATORS", "EVERY_CHOICE"})
    void postgresqlIsReachedByTlsWithItsCertificateChecked(Choices choices) {
        assertThat(choices.withPods()).isNotEmpty().allSatisfy(object -> {
            String variable = object.kind().equals("Job") ? "MILLRACE_PG_MIGRATION_URL" : "MILLRACE_PG_URL";
            assertThat(object.variable(variable).path("value").asText())
                    .endsWith("@millrace-postgresql-rw:5432/millrace"
                            + "?sslmode=verify-full&sslrootcert=/etc/millrace/postgresql/ca.crt");
            assertThat(object.pod().path("volumes").toString()).contains("\"secretName\":\"millrace-postgresql-ca\"");
            assertThat(object.pod().at("/containers/0/volumeMounts").toString())
                    .contains("\"mountPath\":\"/etc/millrace/postgresql\"");
        });
    }

    @Test
    void rabbitmqIsReachedWithWhatItsOperatorHasMade() {
        assertThat(Choices.PRODUCTION_WITH_OPERATORS.ofKind("Deployment"))
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object.variable("MILLRACE_AMQP_URL")
                                .at("/valueFrom/secretKeyRef")
                                .toString())
                        .isEqualTo("{\"name\":\"millrace-rabbitmq-default-user\",\"key\":\"connection_string\"}"));
    }

    @Test
    void rabbitmqWithTlsIsReachedByTlsOnly() {
        assertThat(Choices.EVERY_CHOICE
                        .named("RabbitmqCluster", "millrace-rabbitmq")
                        .at("/spec/tls/disableNonTLSListeners")
                        .asBoolean())
                .isTrue();
        assertThat(Choices.EVERY_CHOICE.ofKind("Deployment")).isNotEmpty().allSatisfy(object -> {
            assertThat(object.variable("MILLRACE_AMQP_URL").path("value").asText())
                    .startsWith("amqps://$(RABBITMQ_USERNAME):$(RABBITMQ_PASSWORD)@")
                    .endsWith(":5671/%2F?cacertfile=/etc/millrace/rabbitmq/ca.crt");
            assertThat(object.pod().at("/containers/0/volumeMounts").toString())
                    .contains("\"mountPath\":\"/etc/millrace/rabbitmq\"");
        });
    }
}
