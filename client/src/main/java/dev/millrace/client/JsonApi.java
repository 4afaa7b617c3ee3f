package dev.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every route of the API, as JSON, for what the client has no method of its own: lists, schedules, queues, workers, bulk operations.
 * docs/api.md says what they take and answer. Numbers keep every digit.
 *
 * <p>Requests are repeated and fail as those of {@link MillraceClient} do. A {@code POST} carries an idempotency key, so that those
 * that make something make it once; an action whose answer was lost may be refused when it is repeated.
 */
public final class JsonApi {
    private static final String ROOT = "/api/v1";
    private static final byte[] NOTHING = {};

    private final Exchange exchange;
    private final Duration longest;

    JsonApi(Exchange exchange, Duration longest) {
        this.exchange = exchange;
        this.longest = longest;
    }

    /** The path of these names below {@code /api/v1}, each of which may hold anything: {@code path("queues", name)}. */
    public static String path(String... names) {
        return Stream.of(names).map(JsonApi::encoded).collect(Collectors.joining("/", "/", ""));
    }

    /**
     * @param path below {@code /api/v1}, as {@link #path} makes it
     * @param query parameters by their names
     */
    public JsonNode get(String path, Map<String, String> query) {
        return answer("GET", path + written(query), NOTHING, Map.of());
    }

    /** @param body or null */
    public JsonNode post(String path, JsonNode body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    /**
     * @param body or null
     * @param idempotencyKey 1 to 255 printable ASCII characters without blanks; the same request with the same key is done once
     */
    public JsonNode post(String path, JsonNode body, String idempotencyKey) {
        return answer("POST", path, bytes(body), Map.of("Idempotency-Key", idempotencyKey));
    }

    /** @param body or null */
    public JsonNode put(String path, JsonNode body) {
        return answer("PUT", path, bytes(body), Map.of());
    }

    public JsonNode patch(String path, JsonNode body) {
        return answer("PATCH", path, bytes(body), Map.of());
    }

    public void delete(String path) {
        answer("DELETE", path, NOTHING, Map.of());
    }

    private JsonNode answer(String method, String path, byte[] body, Map<String, String> headers) {
        CompletableFuture<byte[]> asked = exchange.ask(method, ROOT + path, body, headers);
        try {
            return ClientJson.readTree(Answers.await(asked, longest));
        } catch (IOException unreadable) {
            throw MillraceUnavailable.unreadable(unreadable);
        }
    }

    /** With its question mark; nothing when there are no parameters. */
    static String written(Map<String, String> query) {
        return query.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
    }

    private static byte[] bytes(JsonNode body) {
        return body == null ? NOTHING : body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        // What forms write as a plus sign is a plus sign in a path.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
