package dev.millrace.deployment;

import static dev.millrace.deployment.KubernetesObject.elements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials come by reference, and by nothing else. */
class SecretsTest {
    private static final Pattern NAME_OF_A_CREDENTIAL = Pattern.compile(
            "PASSWORD|SECRET|TOKEN|PEPPER|API_KEY|CREDENTIAL|ENCRYPTION_KEY|(PG|AMQP|SMTP|MIGRATION)_URL");
    /** Made by the operators, or named in variables of one's own. */
    private static final Set<String> NOT_FOR_THE_CHART =
            Set.of("millrace-postgresql-app", "millrace-postgresql-ca", "millrace-rabbitmq-default-user", "token");
    /** A password between a user's name and a host; a reference to another variable is none. */
    private static final Pattern URL_WITH_PASSWORD = Pattern.compile("://[^/@\\s]*:(?!\\$\\([A-Z_]+\\)@)[^/@\\s]+@");

    @ParameterizedTest
    @EnumSource
    void noObjectIsASecret(Choices choices) {
        assertThat(choices.objects())
                .isNotEmpty()
                .extracting(KubernetesObject::kind)
                .doesNotContain("Secret");
    }

    @ParameterizedTest
    @EnumSource
    void noVariableHoldsACredential(Choices choices) {
        assertThat(literalCredentials(choices.objects())).isEmpty();
        assertThat(choices.withPods().flatMap(SecretsTest::variables).filter(variable -> variable.has("valueFrom")))
                .as("those that come by reference")
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noTextHoldsAUrlWithAPassword(Choices choices) {
        assertThat(choices.objects())
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object.tree().toString()).doesNotContainPattern(URL_WITH_PASSWORD));
    }

    @ParameterizedTest
    @EnumSource
    void whoInstallsItIsToldOfEverySecretThatMustBeThere(Choices choices) {
        Set<String> named = choices.objects().stream()
                .flatMap(object -> Stream.of(
                                "secretKeyRef", "secret", "credentials", "passwordSecret", "tls", "imagePullSecrets")
                        .flatMap(key -> object.tree().findValues(key).stream()))
                .flatMap(place -> Stream.concat(
                        place.findValuesAsText("name").stream(), place.findValuesAsText("secretName").stream()))
                .filter(name -> !NOT_FOR_THE_CHART.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isNotEmpty();
        assertThat(choices.notes()).contains(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: SOME_PASSWORD, value: ash}",
                "{name: MILLRACE_PG_URL, value: postgresql://host/database}",
                "{name: MILLRACE_AUTH_PEPPER, value: ash}",
                "{name: UPSTREAM, value: 'https://ada:ash@example.org'}",
                "{name: NOTHING}",
                "{name: BOTH, value: one, valueFrom: {secretKeyRef: {name: a, key: b}}}"
            })
    void aCredentialAmongTheVariablesIsRefused(String variable) {
        assertThatThrownBy(() -> Chart.rendered("extraEnv: [" + variable + "]")).hasMessageContaining("extraEnv");
        assertThatThrownBy(() -> Chart.rendered("workers: {defaults: {extraEnv: [" + variable + "]}}"))
                .hasMessageContaining("extraEnv");
    }

    @Test
    void aLiteralCredentialWouldBeFound() {
        assertThat(literalCredentials(KubernetesObject.allOf("""
                        kind: Deployment
                        spec: {template: {spec: {containers: [{env: [{name: MILLRACE_AUTH_PEPPER, value: ash}]}]}}}
                        """))).hasSize(1);
        assertThat("postgresql://ada:ash@host/database").containsPattern(URL_WITH_PASSWORD);
        assertThat("postgresql://$(USER):$(PASSWORD)@host/database").doesNotContainPattern(URL_WITH_PASSWORD);
    }

    @ParameterizedTest
    @EnumSource
    void whatAVariableIsMadeOfStandsBeforeIt(Choices choices) {
        assertThat(choices.withPods()).isNotEmpty().allSatisfy(object -> {
            List<JsonNode> variables = variables(object).toList();
            for (int i = 0; i < variables.size(); i++) {
                List<String> before = variables.subList(0, i).stream()
                        .map(variable -> variable.path("name").asText())
                        .toList();
                assertThat(before)
                        .containsAll(Pattern.compile("\\$\\(([A-Z_]+)\\)")
                                .matcher(variables.get(i).path("value").asText())
                                .results()
                                .map(reference -> reference.group(1))
                                .toList());
            }
        });
    }

    private static List<String> literalCredentials(List<KubernetesObject> objects) {
        return objects.stream()
                .flatMap(SecretsTest::variables)
                .filter(variable -> NAME_OF_A_CREDENTIAL
                        .matcher(variable.path("name").asText())
                        .find())
                .filter(variable -> variable.has("value")
                        // Made of others that come by reference.
                        && !variable.path("value").asText().contains("_PASSWORD)@"))
                .map(JsonNode::toString)
                .toList();
    }

    private static Stream<JsonNode> variables(KubernetesObject object) {
        return object.containers().flatMap(container -> elements(container.path("env")));
    }
}
