package dev.millrace.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the operators' own definitions, which are not part of this repository. */
class PublishedDefinitionsTest {
    private static final String DIRECTORY = "millrace.definitions";

    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION_WITH_OPERATORS", "EVERY_CHOICE"})
    @EnabledIfSystemProperty(named = DIRECTORY, matches = ".+")
    void whatTheChartSaysToOperatorsIsWhatTheyTake(Choices choices) {
        var definitions = new PublishedDefinitions(Path.of(System.getProperty(DIRECTORY)));

        assertThat(choices.objects().stream().map(definitions::flawsOf).flatMap(Optional::stream))
                .isNotEmpty()
                .allSatisfy(flaws -> assertThat(flaws).isEmpty());
        assertThat(choices.objects().stream()
                        .filter(object -> object.apiVersion().matches("(keda.sh|postgresql.cnpg.io|rabbitmq.com)/.*"))
                        .filter(object -> definitions.flawsOf(object).isEmpty()))
                .as("without a definition in the directory")
                .isEmpty();
    }

    @Test
    void aKeyThatADefinitionDoesNotNameIsFound(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("thing.yaml"), """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                spec:
                  group: example.org
                  names: {kind: Thing}
                  versions:
                    - name: v1
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            apiVersion: {type: string}
                            kind: {type: string}
                            spec:
                              type: object
                              properties:
                                size: {type: integer}
                                free: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: string}}}
                """);
        var definitions = new PublishedDefinitions(directory);
        KubernetesObject thing = KubernetesObject.allOf(
                        "{apiVersion: example.org/v1, kind: Thing, spec: {size: 3, free: {b: 1}}}")
                .getFirst();
        assertThat(definitions.flawsOf(thing))
                .hasValueSatisfying(flaws -> assertThat(flaws).isEmpty());

        ((ObjectNode) thing.at("/spec")).put("sise", 4);
        assertThat(definitions.flawsOf(thing))
                .hasValueSatisfying(
                        flaws -> assertThat(flaws).singleElement().asString().contains("sise"));
    }
}
