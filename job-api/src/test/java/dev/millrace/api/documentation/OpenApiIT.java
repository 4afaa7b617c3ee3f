package dev.millrace.api.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiIT extends ApiCase {
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void everyRouteOfTheContractIsDescribed() {
        JsonNode paths = document().path("paths");

        assertThat(Answer.names(paths))
                .contains(
                        "/api/v1/jobs",
                        "/api/v1/jobs/bulk",
                        "/api/v1/jobs/{id}",
                        "/api/v1/jobs/{id}/attempts",
                        "/api/v1/jobs/{id}/cancel",
                        "/api/v1/jobs/{id}/retry",
                        "/api/v1/dead-letters",
                        "/api/v1/dead-letters/{id}",
                        "/api/v1/dead-letters/{id}/retry",
                        "/api/v1/stats",
                        "/api/v1/queues",
                        "/api/v1/queues/{name}",
                        "/api/v1/workers",
                        "/api/v1/job-types",
                        "/api/v1/job-types/{name}");
        assertThat(paths.path("/submit-job").path("post").path("deprecated").asBoolean())
                .isTrue();
        assertThat(paths.path("/api/process_query")
                        .path("post")
                        .path("deprecated")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void everyOperationSaysWhatItDoesAndHowItRefuses() {
        for (JsonNode path : document().path("paths")) {
            for (JsonNode operation : path) {
                assertThat(operation.path("operationId").asText()).isNotBlank();
                assertThat(operation.path("summary").asText()).isNotBlank();
                assertThat(operation.path("responses").has("503")).isTrue();
                for (JsonNode parameter : operation.path("parameters")) {
                    assertThat(parameter.path("schema").isObject())
                            .as("%s", parameter)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theDescribedJobHasTheFieldsOfTheRealOne() {
        JsonNode described =
                document().path("components").path("schemas").path("Job").path("properties");

        assertThat(Answer.names(described)).containsExactlyInAnyOrderElementsOf(Answer.names(submit("")));
    }

    @Test
    void theDocumentIsOpenApi31AndBrowsable() {
        assertThat(document().path("openapi").asText()).startsWith("3.1");
        assertThat(get("/docs/").status()).isEqualTo(200);
        assertThat(get("/docs/").text()).contains("swagger");
    }

    /**
     * Clients are made from the committed document. After a change of the contract, write it anew with
     * {@code -Dmillrace.openapi.write=true} and read the difference.
     */
    @Test
    void theCommittedDocumentIsTheGeneratedOne() throws IOException {
        Path committed = Path.of("openapi.yaml");
        String generated = get("/q/openapi").text();
        if (Boolean.getBoolean("millrace.openapi.write")) {
            Files.writeString(committed, generated);
        }

        assertThat(YAML.readTree(committed.toFile()))
                .as("write it anew with -Dmillrace.openapi.write=true")
                .isEqualTo(YAML.readTree(generated));
    }

    private JsonNode document() {
        return get("/q/openapi?format=json").expect(200);
    }
}
