package dev.millrace.worker.builtin;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import dev.millrace.worker.outgoing.OutgoingAnswer;
import dev.millrace.worker.outgoing.OutgoingClient;
import dev.millrace.worker.outgoing.OutgoingRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Calls a service over HTTP, so that work can be done in any language. The request carries the job's id and attempt, and is
 * signed by the scheme of Standard Webhooks.
 */
@Singleton
public class HttpRequest implements JobHandler<HttpRequest.Payload, HttpRequest.Result> {
    static final int LONGEST_BODY = 32_000;
    /** Leaves room for the rest within what a result may take. */
    static final int MOST_BODY_BYTES = 56_000;

    private static final int LONGEST_CONTENT_TYPE = 500;

    private static final double DEFAULT_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER_NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}";
    /** Without line ends, which would begin a header of the caller's own making. */
    private static final String HEADER_VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]*";

    private static final java.util.regex.Pattern SOUND_NAME = java.util.regex.Pattern.compile(HEADER_NAME);
    private static final java.util.regex.Pattern SOUND_VALUE = java.util.regex.Pattern.compile(HEADER_VALUE);
    /** Headers that say how the request travels, or who sends it. */
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "millrace-attempt",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");

    private final OutgoingClient client;
    private final WebhookSignature signature;
    private final Clock clock;

    HttpRequest(OutgoingClient client, WebhookSettings settings, Clock clock) {
        this.client = client;
        this.signature = new WebhookSignature(settings.secrets().orElse(List.of()));
        this.clock = clock;
    }

    /** What is asked for. */
    @RegisterForReflection
    public enum Method {
        GET,
        HEAD,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /**
     * @param method default POST
     * @param body text is sent as it is, any other JSON as JSON
     * @param timeout for the whole exchange with its redirects, in seconds; 0.1 to 600, default 30
     * @param expectStatus one status or many that count as success; default all from 200 to 299
     */
    @RegisterForReflection
    public record Payload(
            Method method,

            @NotNull @Pattern(regexp = "^[Hh][Tt][Tt][Pp][Ss]?://.*$") @Size(max = 2_048)
            String url,

            @Size(max = 100)
            Map<
                            @Pattern(regexp = HEADER_NAME) String,
                            @NotNull @Pattern(regexp = HEADER_VALUE) @Size(max = 8_000) String>
                    headers,

            Object body,
            @DecimalMin("0.1") @DecimalMax("600") Double timeout,

            @Size(min = 1, max = 20) @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<@Min(200) @Max(599) Integer> expectStatus) {}

    /**
     * What the service answered.
     *
     * @param url where the answer came from, after redirects
     * @param body its beginning, as text
     * @param bodyCut whether there was more
     */
    @RegisterForReflection
    public record Result(int status, String url, String contentType, String body, boolean bodyCut) {}

    @Override
    public String type() {
        return "http_request";
    }

    @Override
    public String description() {
        return "Calls a service over HTTP, signed, and keeps its answer.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload(
                Method.POST,
                "https://example.org/orders",
                Map.of("Accept", "application/json"),
                Map.of("order", 42),
                DEFAULT_SECONDS,
                List.of(200, 202));
    }

    @Override
    public JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD.withTimeout(Duration.ofMinutes(11));
    }

    @Override
    public JobOutcome<Result> run(Payload payload, JobContext context) throws InterruptedException {
        OutgoingRequest request;
        try {
            request = request(payload, context);
        } catch (UnsoundRequest unsound) {
            return JobOutcome.giveUp("UnsoundRequest", unsound.getMessage());
        }
        context.log().info("calling", "method", request.method(), "url", payload.url());
        OutgoingAnswer answer = client.send(request);
        if (!(answer instanceof OutgoingAnswer.Answered answered)) {
            JobOutcome<Result> outcome = HttpStatus.unanswered(answer);
            context.log().warn("no answer", "reason", answer);
            return outcome;
        }
        context.log().info("answered", "status", answered.status(), "bytes", answered.body().length);
        return isWanted(answered.status(), payload)
                ? JobOutcome.succeed(result(answered))
                : HttpStatus.unwanted(answered, clock);
    }

    private OutgoingRequest request(Payload payload, JobContext context) throws UnsoundRequest {
        byte[] body = bytes(payload.body());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "Millrace");
        // The called service's spans join the job's trace, unless the payload says otherwise.
        context.traceparent().ifPresent(place -> headers.put("traceparent", place));
        if (body != null) {
            headers.put(
                    "Content-Type", payload.body() instanceof String ? "text/plain;charset=UTF-8" : "application/json");
        }
        if (payload.headers() != null) {
            for (Map.Entry<String, String> header : payload.headers().entrySet()) {
                headers.put(checkedName(header.getKey()), checkedValue(header));
            }
        }
        headers.put("millrace-attempt", String.valueOf(context.attempt()));
        headers.putAll(
                signature.headers(context.jobId().toString(), clock.instant(), body == null ? new byte[0] : body));
        return new OutgoingRequest(
                (payload.method() == null ? Method.POST : payload.method()).name(),
                url(payload.url()),
                headers,
                body,
                seconds(payload.timeout()),
                payload.expectStatus() == null ? Set.of() : Set.copyOf(payload.expectStatus()));
    }

    private static byte[] bytes(Object body) throws UnsoundRequest {
        try {
            return switch (body) {
                case null -> null;
                case String text -> text.getBytes(StandardCharsets.UTF_8);
                default -> JSON.writeValueAsBytes(body);
            };
        } catch (JsonProcessingException unwritable) {
            throw new UnsoundRequest("the body cannot be written: " + unwritable.getOriginalMessage());
        }
    }

    private static URI url(String text) throws UnsoundRequest {
        try {
            return new URI(text);
        } catch (URISyntaxException unreadable) {
            throw new UnsoundRequest("the URL cannot be read: " + unreadable.getReason());
        }
    }

    private static String checkedName(String name) throws UnsoundRequest {
        if (!SOUND_NAME.matcher(name).matches()) {
            throw new UnsoundRequest("a header's name is not sound");
        }
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new UnsoundRequest("the header " + name + " cannot be given");
        }
        return name;
    }

    private static String checkedValue(Map.Entry<String, String> header) throws UnsoundRequest {
        if (header.getValue() == null || !SOUND_VALUE.matcher(header.getValue()).matches()) {
            throw new UnsoundRequest("the value of the header " + header.getKey() + " is not sound");
        }
        return header.getValue();
    }

    private static Duration seconds(Double timeout) {
        return Duration.ofMillis(Math.round(1_000 * (timeout == null ? DEFAULT_SECONDS : timeout)));
    }

    private static boolean isWanted(int status, Payload payload) {
        return payload.expectStatus() == null
                ? status >= 200 && status < 300
                : payload.expectStatus().contains(status);
    }

    private static Result result(OutgoingAnswer.Answered answered) {
        String body = AnsweredText.of(answered);
        String kept = AnsweredText.cut(body, LONGEST_BODY, MOST_BODY_BYTES);
        return new Result(
                answered.status(),
                answered.url().toString(),
                answered.header("content-type")
                        .map(type -> AnsweredText.cut(type, LONGEST_CONTENT_TYPE, LONGEST_CONTENT_TYPE))
                        .orElse(null),
                kept,
                kept.length() < body.length() || answered.cut());
    }

    private static final class UnsoundRequest extends Exception {
        private static final long serialVersionUID = 1L;

        UnsoundRequest(String message) {
            super(message);
        }
    }
}
