package dev.millrace.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The REST API as a client sees it. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BULK = 1_000;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI root;
    private final String key;

    Api(URI root) {
        this(root, null);
    }

    /** @param key what every request shows, or null */
    Api(URI root, String key) {
        this.root = root;
        this.key = key;
    }

    /** @param path from the root, as {@code /api/v1/jobs} */
    Answer get(String path) {
        return send(HttpRequest.newBuilder(root.resolve(path)).GET());
    }

    Answer post(String path, String body) {
        return send(HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) {
        return send(HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As {@link #post(String, String)}, as a part of a trace. */
    Answer post(String path, String body, String traceparent) {
        return send(HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", "application/json")
                .header("traceparent", traceparent)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer patch(String path, String body) {
        return send(HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(HttpRequest.newBuilder(root.resolve(path)).DELETE());
    }

    /** Submits a job, and returns its id. */
    String submit(String body) {
        Answer answer = post("/api/v1/jobs", body);
        if (answer.status() != 201) {
            throw new IllegalStateException("not accepted: " + answer);
        }
        return answer.body().get("id").asText();
    }

    /** Submits the same job many times, in bulks, and returns the ids. */
    List<String> submitMany(int count, String body) {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            ArrayNode jobs = JSON.createArrayNode();
            for (int i = 0; i < Math.min(LARGEST_BULK, count - ids.size()); i++) {
                jobs.add(read(body));
            }
            ObjectNode bulk = JSON.createObjectNode();
            bulk.set("jobs", jobs);
            Answer answer = post("/api/v1/jobs/bulk", bulk.toString());
            if (answer.status() != 201) {
                throw new IllegalStateException("not accepted: " + answer);
            }
            answer.body().get("items").forEach(job -> ids.add(job.get("id").asText()));
        }
        return ids;
    }

    JsonNode job(String id) {
        return get("/api/v1/jobs/" + id).body();
    }

    String statusOf(String id) {
        return job(id).get("status").asText();
    }

    private Answer send(HttpRequest.Builder request) {
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(40)).build(), HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").orElse(null),
                    text.startsWith("{") || text.startsWith("[")
                            ? read(text)
                            : JSON.getNodeFactory().textNode(text));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the API said. */
    record Answer(int status, String retryAfter, JsonNode body) {}
}
