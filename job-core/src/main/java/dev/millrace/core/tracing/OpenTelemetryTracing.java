package dev.millrace.core.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends spans to an OpenTelemetry collector (OTLP over HTTP), in batches and on a thread of its own. What it cannot send in time
 * is dropped: tracing holds no job up.
 */
final class OpenTelemetryTracing implements Tracing {
    private static final Logger LOG = Logger.getLogger(OpenTelemetryTracing.class);
    private static final String SCOPE = "dev.millrace";
    private static final Duration SEND_PATIENCE = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(3);
    /** Some 10 MB when the collector is away. */
    private static final int MOST_WAITING = 8_192;

    private static final int BATCH = 1_024;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private OpenTelemetryTracing(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get(SCOPE);
    }

    /** @param instance tells this process from others of the service */
    static Tracing to(URI endpoint, double sampleRatio, String service, String version, String instance) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(withoutSlash(endpoint) + "/v1/traces")
                .setTimeout(SEND_PATIENCE)
                .build();
        Resource resource = Resource.getDefault()
                .merge(Resource.create(Attributes.builder()
                        .put("service.namespace", "millrace")
                        .put("service.name", service)
                        .put("service.version", version)
                        .put("service.instance.id", instance)
                        .build()));
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampleRatio)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(MOST_WAITING)
                        .setMaxExportBatchSize(BATCH)
                        .setScheduleDelay(LINGER)
                        .build())
                .build();
        LOG.infof("traces are sent: endpoint=%s sample_ratio=%s", endpoint, sampleRatio);
        return new OpenTelemetryTracing(provider);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public JobSpan begin(SpanKind kind, String name, String parent) {
        return new RecordedSpan(tracer.spanBuilder(name)
                .setParent(context(parent))
                .setSpanKind(
                        switch (kind) {
                            case REQUEST -> io.opentelemetry.api.trace.SpanKind.SERVER;
                            case SUBMIT -> io.opentelemetry.api.trace.SpanKind.PRODUCER;
                            case ATTEMPT -> io.opentelemetry.api.trace.SpanKind.CONSUMER;
                        })
                .startSpan());
    }

    @Override
    public void close() {
        provider.shutdown().join(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Context context(String parent) {
        return Traceparent.parse(parent)
                .map(known -> Context.root()
                        .with(Span.wrap(SpanContext.createFromRemoteParent(
                                known.traceId(),
                                known.spanId(),
                                TraceFlags.fromHex(known.flags(), 0),
                                TraceState.getDefault()))))
                .orElse(Context.root());
    }

    private static String withoutSlash(URI endpoint) {
        String text = endpoint.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private record RecordedSpan(Span span) implements JobSpan {
        @Override
        public String traceparent() {
            SpanContext place = span.getSpanContext();
            return "00-" + place.getTraceId() + "-" + place.getSpanId() + "-"
                    + place.getTraceFlags().asHex();
        }

        @Override
        public JobSpan with(String attribute, String value) {
            span.setAttribute(attribute, value);
            return this;
        }

        @Override
        public JobSpan with(String attribute, long value) {
            span.setAttribute(attribute, value);
            return this;
        }

        @Override
        public JobSpan named(String name) {
            span.updateName(name);
            return this;
        }

        @Override
        public JobSpan event(String name) {
            span.addEvent(name);
            return this;
        }

        @Override
        public JobSpan failed(String type) {
            span.setAttribute(AttributeKey.stringKey("error.type"), type);
            span.setStatus(StatusCode.ERROR);
            return this;
        }

        @Override
        // Whoever enters closes it.
        @SuppressWarnings("MustBeClosedChecker")
        public Scope enter() {
            io.opentelemetry.context.Scope scope = span.makeCurrent();
            return scope::close;
        }

        @Override
        public void end() {
            span.end();
        }
    }
}
