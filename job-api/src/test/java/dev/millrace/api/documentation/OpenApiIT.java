package dev.millrace.api.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiIT extends ApiCase {
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

    private JsonNode document() {
        return get("/q/openapi?format=json").expect(200);
    }
}
