package dev.millrace.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A collector of OpenTelemetry's protocol over HTTP, and a service that others call, in the test's process. */
final class CollectedSpans implements AutoCloseable {
    private final HttpServer server;
    private final List<Collected> spans = new CopyOnWriteArrayList<>();
    private final List<String> callers = new CopyOnWriteArrayList<>();

    CollectedSpans() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", this::collect);
        server.createContext("/called", this::call);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All spans of a trace that have come in so far. */
    List<Collected> of(String traceId) {
        return spans.stream().filter(span -> span.traceId.equals(traceId)).toList();
    }

    /** What callers of {@code /called} sent as {@code traceparent}. */
    List<String> callers() {
        return List.copyOf(callers);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void collect(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            for (ResourceSpans resource : request.getResourceSpansList()) {
                String service =
                        read(resource.getResource().getAttributesList()).get("service.name");
                resource.getScopeSpansList()
                        .forEach(scope -> scope.getSpansList().forEach(span -> spans.add(Collected.of(service, span))));
            }
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        }
    }

    private void call(HttpExchange exchange) throws IOException {
        try (exchange) {
            callers.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private static Map<String, String> read(List<KeyValue> pairs) {
        Map<String, String> attributes = new HashMap<>();
        pairs.forEach(pair -> attributes.put(
                pair.getKey(),
                pair.getValue().hasIntValue()
                        ? Long.toString(pair.getValue().getIntValue())
                        : pair.getValue().getStringValue()));
        return attributes;
    }

    /**
     * One span.
     *
     * @param service which process it comes from
     */
    record Collected(
            String service,
            String name,
            Span.SpanKind kind,
            String traceId,
            String id,
            String parentId,
            boolean failed,
            Map<String, String> attributes) {
        private static Collected of(String service, Span span) {
            return new Collected(
                    service,
                    span.getName(),
                    span.getKind(),
                    HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                    HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                    HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                    span.getStatus().getCode() == io.opentelemetry.proto.trace.v1.Status.StatusCode.STATUS_CODE_ERROR,
                    read(span.getAttributesList()));
        }
    }
}
