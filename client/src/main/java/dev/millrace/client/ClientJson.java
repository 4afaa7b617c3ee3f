package dev.millrace.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What goes over the wire. A server newer than this client may say more than the client knows. Submissions and what they are
 * answered are written and read by hand: there may be tens of thousands a second.
 */
final class ClientJson {
    private static final int USUAL_JOB_BYTES = 512;
    private static final int MILLISECONDS_A_SECOND = 1_000;
    private static final int NANOSECONDS = 9;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // Else every job would be pushed through to the byte array as soon as its payload is written.
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Map<Priority, String> PRIORITIES =
            Stream.of(Priority.values()).collect(Collectors.toMap(Function.identity(), ClientJson::wireName));
    private static final Map<String, JobStatus> STATUSES =
            Stream.of(JobStatus.values()).collect(Collectors.toMap(ClientJson::wireName, Function.identity()));

    private ClientJson() {}

    /** @throws IllegalArgumentException when the payload is nothing that JSON can say */
    static byte[] write(JobRequest job) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(USUAL_JOB_BYTES)) {
            try (JsonGenerator generator = MAPPER.createGenerator(bytes)) {
                write(generator, job);
            }
            return bytes.toByteArray();
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException(
                    "cannot be written as JSON: " + unwritable.getOriginalMessage(), unwritable);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(JsonGenerator generator, JobRequest job) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("job_type", job.jobType());
        if (job.payload() != null) {
            generator.writeFieldName("payload");
            generator.writePOJO(job.payload());
        }
        if (job.priority() != null) {
            generator.writeStringField("priority", PRIORITIES.get(job.priority()));
        }
        writeText(generator, "queue", job.queue());
        if (job.maxRetries() != null) {
            generator.writeNumberField("max_retries", job.maxRetries());
        }
        if (job.retry() != null) {
            generator.writeObjectFieldStart("retry");
            generator.writeNumberField("base_seconds", seconds(job.retry().base()));
            generator.writeNumberField("max_seconds", seconds(job.retry().max()));
            generator.writeEndObject();
        }
        writeText(generator, "run_at", job.runAt() == null ? null : job.runAt().toString());
        if (job.delay() != null) {
            generator.writeNumberField("delay_seconds", seconds(job.delay()));
        }
        if (job.timeout() != null) {
            generator.writeNumberField("timeout_seconds", wholeSeconds(job.timeout()));
        }
        writeText(generator, "unique_key", job.uniqueKey());
        if (job.tags() != null) {
            generator.writeArrayFieldStart("tags");
            for (String tag : job.tags()) {
                generator.writeString(tag);
            }
            generator.writeEndArray();
        }
        generator.writeEndObject();
    }

    private static void writeText(JsonGenerator generator, String name, String text) throws IOException {
        if (text != null) {
            generator.writeStringField(name, text);
        }
    }

    /** Rounded up. */
    static long wholeSeconds(Duration duration) {
        return Math.floorDiv(duration.toMillis() + MILLISECONDS_A_SECOND - 1, (long) MILLISECONDS_A_SECOND);
    }

    private static BigDecimal seconds(Duration duration) {
        BigDecimal whole = BigDecimal.valueOf(duration.getSeconds());
        return duration.getNano() == 0
                ? whole
                : whole.add(BigDecimal.valueOf(duration.getNano(), NANOSECONDS)).stripTrailingZeros();
    }

    /** Nothing is a missing node. */
    static JsonNode readTree(byte[] body) throws IOException {
        return MAPPER.readTree(body);
    }

    static Job readJob(byte[] body) throws IOException {
        return MAPPER.readValue(body, Job.class);
    }

    /**
     * The jobs of an answer to a bulk. Takes a job's id and status and passes over the rest, in case that the server, an older one
     * perhaps, tells all of each.
     */
    static List<AcceptedJob> readAccepted(byte[] body, int expected) throws IOException {
        List<AcceptedJob> accepted = new ArrayList<>(expected);
        try (JsonParser parser = MAPPER.createParser(body)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_ARRAY && "items".equals(parser.currentName())) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        accepted.add(readAccepted(parser));
                    }
                    break;
                }
            }
        }
        if (accepted.size() != expected) {
            throw new IOException("it names " + accepted.size() + " jobs, not " + expected);
        }
        return accepted;
    }

    private static AcceptedJob readAccepted(JsonParser parser) throws IOException {
        UUID id = null;
        JobStatus status = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = readId(parser.getText());
                case "status" -> status = STATUSES.get(parser.getText());
                default -> parser.skipChildren();
            }
        }
        if (id == null || status == null) {
            throw new IOException("a job has no id, or no status that is known");
        }
        return new AcceptedJob(id, status);
    }

    private static UUID readId(String text) throws IOException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException wrong) {
            throw new IOException(text + " is no id", wrong);
        }
    }

    /** A problem as the server tells it, or one made of the bare status when something else answered. */
    static Problem readProblem(int status, byte[] body) {
        try {
            Problem told = MAPPER.readValue(body, Problem.class);
            return told == null || told.title() == null ? Problem.bare(status) : told;
        } catch (IOException notAProblem) {
            return Problem.bare(status);
        }
    }

    /** @throws IllegalArgumentException when {@code json} is no such thing */
    static <T> T convert(Object json, Class<T> type) {
        return MAPPER.convertValue(json, type);
    }

    private static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
