package dev.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server over real HTTP whose answers are a test's own, and which keeps what it was asked. */
final class StubServer implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Answer> answers = StubServer::acceptAll;

    record Asked(
            String method,
            String path,
            String idempotencyKey,
            String prefer,
            String authorization,
            int bytes,
            JsonNode body) {
        int jobs() {
            return body.path("jobs").size();
        }
    }

    /** @param retryAfter in s, or null; a negative status breaks the connection off instead */
    record Answer(int status, String body, String retryAfter) {}

    StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Asked> asked() {
        return asked;
    }

    void answers(Function<Asked, Answer> told) {
        answers = told;
    }

    static Answer acceptAll(Asked asked) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        asked.body()
                .path("jobs")
                .forEach(job -> items.add(job(idOf(job.at("/payload/place").asInt()), job.path("payload"), "pending")));
        return new Answer(201, answer.toString(), null);
    }

    /** The id of the accepted job whose payload names this {@code place}. */
    static UUID idOf(int place) {
        return new UUID(7, place);
    }

    static ObjectNode job(UUID id, JsonNode payload, String status) {
        ObjectNode job = JSON.createObjectNode();
        job.put("id", id.toString())
                .put("job_type", "noop")
                .put("queue", "default")
                .put("priority", "medium")
                .put("status", status)
                .put("created_at", "2026-03-29T01:30:00.000Z")
                .put("something_newer", true);
        job.set("payload", payload);
        return job;
    }

    static Answer problem(int status, String code, String... pointers) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("status", status).put("code", code).put("title", "Refused");
        ArrayNode errors = problem.putArray("errors");
        for (String pointer : pointers) {
            errors.addObject().put("pointer", pointer).put("detail", "is wrong");
        }
        return new Answer(status, problem.toString(), null);
    }

    static Answer held(UUID holder, String... pointers) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("status", 409).put("code", "unique_key_held").put("title", "Held");
        problem.put("held_by", holder.toString());
        ArrayNode errors = problem.putArray("errors");
        for (String pointer : pointers) {
            errors.addObject().put("pointer", pointer).put("detail", "is held");
        }
        return new Answer(409, problem.toString(), null);
    }

    static Answer forbids(String status) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("status", 409).put("code", "status_forbids").put("title", "Forbidden by its status");
        problem.put("current_status", status);
        return new Answer(409, problem.toString(), null);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Asked request = new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                exchange.getRequestHeaders().getFirst("Prefer"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                body.length,
                JSON.readTree(body));
        asked.add(request);
        Answer answer = answers.apply(request);
        if (answer.status() < 0) {
            exchange.close();
            return;
        }
        if (answer.retryAfter() != null) {
            exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
        }
        byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
