package dev.millrace.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An API over real HTTP whose answers are a test's own, and which keeps what it was asked. */
final class StubApi implements AutoCloseable {
    private static final String EVENTS = "text/event-stream";

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private volatile boolean closed;

    record Asked(String line, String authorization, String body) {}

    private record Answer(int status, String type, String body) {}

    StubApi() {
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

    /** @param request its method and the beginning of its path, as {@code GET /jobs}; the first that fits is answered */
    StubApi on(String request, int status, String body) {
        answers.put(request, new Answer(status, "application/json", body));
        return this;
    }

    /** A stream that tells these events and then nothing more, without an end. */
    StubApi live(String request, String... events) {
        answers.put(request, new Answer(200, EVENTS, String.join("", events)));
        return this;
    }

    static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    /** What was asked, in its order. */
    List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().replace("/api/v1", "");
        asked.add(new Asked(
                line,
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Answer answer = answers.entrySet().stream()
                .filter(known -> line.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(new Answer(404, "application/json", "{\"status\":404,\"title\":\"There is no such thing\"}"));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        boolean live = answer.type().equals(EVENTS);
        exchange.sendResponseHeaders(answer.status(), live ? 0 : body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        if (live) {
            waitForEnd();
        }
        exchange.close();
    }

    private synchronized void waitForEnd() {
        while (!closed) {
            try {
                wait();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.stop(0);
    }
}
