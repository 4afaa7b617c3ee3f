package dev.millrace.worker.outgoing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A web server in the test's process, which notes what it is asked. */
public final class LocalSite implements AutoCloseable {
    /** @param headers first values by name, in any case */
    public record Asked(String method, String target, Map<String, String> headers, String body) {}

    /** How a page answers; the exchange is closed afterwards. */
    public interface Page {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private LocalSite(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** On a free port of 127.0.0.1. */
    public static LocalSite start() {
        return start("127.0.0.1", 0);
    }

    public static LocalSite start(String address, int port) {
        try {
            return new LocalSite(HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public LocalSite page(String path, int status, String contentType, String body, String... headers) {
        return page(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", contentType);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    public LocalSite redirect(String path, int status, String location) {
        return page(path, status, "text/plain", "", "Location", location);
    }

    public LocalSite page(String path, Page page) {
        server.createContext(path, exchange -> {
            note(exchange);
            try (exchange) {
                page.answer(exchange);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public List<Asked> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void note(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    }
}
