package dev.millrace.cli.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.output.JsonText;
import dev.millrace.client.JobRequest;
import dev.millrace.client.Priority;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A job of one line: a JSON object with the fields of {@code POST /api/v1/jobs}. What the server checks is not checked here; only
 * what could not be told it.
 */
final class JobLine {
    private static final int NANOSECONDS = 9;

    private JobLine() {}

    /**
     * The job that {@code line} describes.
     *
     * @param template what holds where the line says nothing
     * @throws IllegalArgumentException when it describes none, telling why
     */
    static JobRequest read(String line, ObjectNode template) {
        if (!(parsed(line) instanceof ObjectNode object)) {
            throw new IllegalArgumentException("is no JSON object");
        }
        ObjectNode job = template.deepCopy().setAll(object);
        JsonNode type = job.path("job_type");
        if (!type.isTextual()) {
            throw new IllegalArgumentException("/job_type: is required but missing");
        }
        JobRequest.Builder request = JobRequest.builder(type.asText());
        Iterator<Map.Entry<String, JsonNode>> fields = job.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            // To the server null is the same as nothing, but for a payload, which must be an object.
            if (!field.getValue().isNull() || field.getKey().equals("payload")) {
                put(request, field.getKey(), field.getValue());
            }
        }
        return request.build();
    }

    private static JsonNode parsed(String line) {
        try {
            return JsonText.read(line);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("is no JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static void put(JobRequest.Builder request, String name, JsonNode value) {
        switch (name) {
            case "job_type" -> {}
            case "payload" -> request.payload(value);
            case "priority" -> request.priority(priority(text(name, value)));
            case "queue" -> request.queue(text(name, value));
            case "max_retries" -> request.maxRetries(whole(name, value));
            case "retry" ->
                request.retry(
                        seconds("retry/base_seconds", value.path("base_seconds")),
                        seconds("retry/max_seconds", value.path("max_seconds")));
            case "run_at" -> {
                try {
                    request.runAt(OffsetDateTime.parse(text(name, value)).toInstant());
                } catch (DateTimeException wrong) {
                    throw new IllegalArgumentException("/run_at: is no time with its zone", wrong);
                }
            }
            case "delay_seconds" -> request.delay(seconds(name, value));
            case "timeout_seconds" -> request.timeout(Duration.ofSeconds(whole(name, value)));
            case "unique_key" -> request.uniqueKey(text(name, value));
            case "tags" -> request.tags(tags(value));
            default -> throw new IllegalArgumentException("/" + name + ": there is no such field");
        }
    }

    private static Priority priority(String name) {
        for (Priority known : Priority.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
                return known;
            }
        }
        throw new IllegalArgumentException("/priority: must be high, medium or low");
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("/" + name + ": must be a string");
        }
        return value.asText();
    }

    private static int whole(String name, JsonNode value) {
        if (!value.canConvertToInt() || !value.canConvertToExactIntegral()) {
            throw new IllegalArgumentException("/" + name + ": must be a whole number");
        }
        return value.asInt();
    }

    private static Duration seconds(String name, JsonNode value) {
        if (!value.isNumber() || value.decimalValue().abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("/" + name + ": must be a number of seconds");
        }
        return Duration.ofNanos(value.decimalValue().movePointRight(NANOSECONDS).longValue());
    }

    private static String[] tags(JsonNode value) {
        List<JsonNode> tags = StreamSupport.stream(value.spliterator(), false).toList();
        if (!value.isArray() || !tags.stream().allMatch(JsonNode::isTextual)) {
            throw new IllegalArgumentException("/tags: must be an array of strings");
        }
        return tags.stream().map(JsonNode::asText).toArray(String[]::new);
    }
}
