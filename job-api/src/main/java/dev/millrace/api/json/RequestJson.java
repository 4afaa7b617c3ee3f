package dev.millrace.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Reads a request's JSON. Numbers keep every digit: they are never a double. Malformed JSON is a problem of status 400;
 * well-formed JSON nested or with numbers beyond all bounds is one of status 422.
 */
public final class RequestJson {
    /** How deep a payload may nest, itself counted. */
    public static final int DEEPEST = 32;

    private static final int DEEPEST_READ = 64;
    private static final int LONGEST_NUMBER = 1_000;

    private static final JsonMapper MAPPER = mapper(LONGEST_NUMBER);

    /** A short number with an exponent comes back from PostgreSQL with all its digits. */
    private static final JsonMapper TRUSTING_MAPPER = mapper(Integer.MAX_VALUE);

    private RequestJson() {}

    /** The value that {@code body} holds. */
    public static Checked<JsonNode> read(byte[] body) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            return readTo(parser);
        } catch (IOException failure) {
            return Checked.refused(problem(failure));
        } catch (NumberFormatException beyondBigDecimal) {
            return Checked.refused(beyondBounds("holds a number that is beyond all bounds"));
        }
    }

    /** The value that {@code text} holds. */
    public static Checked<JsonNode> read(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            return readTo(parser);
        } catch (IOException failure) {
            return Checked.refused(problem(failure));
        } catch (NumberFormatException beyondBigDecimal) {
            return Checked.refused(beyondBounds("holds a number that is beyond all bounds"));
        }
    }

    /** Reads what this service or the database has written. */
    public static JsonNode trusted(String text) {
        try {
            return TRUSTING_MAPPER.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static JsonMapper mapper(int longestNumber) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(DEEPEST_READ)
                                .maxNumberLength(longestNumber)
                                .build())
                        .build())
                .enable(
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .build();
    }

    private static Checked<JsonNode> readTo(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return Checked.refused(Problem.of(ProblemType.MALFORMED_REQUEST, "the body is empty; JSON is expected"));
        }
        JsonNode value = MAPPER.readTree(parser);
        JsonToken more = parser.nextToken();
        if (more != null) {
            return Checked.refused(
                    Problem.of(ProblemType.MALFORMED_REQUEST, "more follows after the end of the JSON value"));
        }
        return Checked.sound(value);
    }

    private static Problem problem(IOException failure) {
        if (failure instanceof StreamConstraintsException bound) {
            boolean depth = bound.getMessage().contains("nesting depth");
            return beyondBounds(
                    depth
                            ? "nests deeper than " + DEEPEST + " levels"
                            : "holds a number, name or text that is too long");
        }
        if (failure.getCause() instanceof NumberFormatException) {
            return beyondBounds("holds a number that is beyond all bounds");
        }
        if (failure instanceof JsonProcessingException malformed && malformed.getLocation() != null) {
            return Problem.of(
                    ProblemType.MALFORMED_REQUEST,
                    "the JSON is malformed at line " + malformed.getLocation().getLineNr() + ", column "
                            + malformed.getLocation().getColumnNr());
        }
        return Problem.of(ProblemType.MALFORMED_REQUEST, "the JSON is malformed");
    }

    private static Problem beyondBounds(String detail) {
        return Problem.of(ProblemType.INVALID_REQUEST, "the request " + detail)
                .withErrors(List.of(new Violation("", detail)));
    }
}
