package dev.millrace.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the API answered. */
public record Answer(int status, String contentType, String text, HttpResponse<String> response) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Answer of(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body(),
                response);
    }

    public JsonNode json() {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException noJson) {
            throw new AssertionError("not JSON: " + text, noJson);
        }
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** The body, when the status is as expected. */
    public JsonNode expect(int expected) {
        assertThat(status).as(text).isEqualTo(expected);
        return json();
    }

    /** The body, when it is a problem of this status, as the contract has it. */
    public JsonNode expectProblem(int expected, String code) {
        assertThat(status).as(text).isEqualTo(expected);
        assertThat(contentType).isEqualTo("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.path("status").asInt()).isEqualTo(expected);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("type").asText())
                .isEqualTo("https://millrace.dev/docs/api#problem-" + code.replace('_', '-'));
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
        assertThat(problem.path("trace_id").asText()).matches("[0-9a-f]{32}");
        assertThat(text).doesNotContain("dev.millrace", "Exception", "SELECT", "null");
        return problem;
    }

    /** The pointers of a problem's errors. */
    public List<String> pointers() {
        return StreamSupport.stream(json().path("errors").spliterator(), false)
                .map(error -> error.path("pointer").asText())
                .toList();
    }

    /** The names of an object's fields, in order. */
    public static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
