package dev.millrace.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.cli.output.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A payload: as JSON, in a file, or value by value; a value that is given replaces one in the JSON. */
public final class PayloadOptions {
    @Option(names = "--payload", paramLabel = "JSON", description = "The payload, a JSON object.")
    private String json;

    @Option(
            names = "--payload-file",
            paramLabel = "FILE",
            description = "A file with the payload; - reads standard input.")
    private String file;

    @Option(
            names = "-p",
            paramLabel = "KEY=VALUE",
            description =
                    "A value of the payload, again for each further one: a number, true, false, null or other JSON where it reads as"
                            + " such, else text.")
    private Map<String, String> values = new LinkedHashMap<>();

    /** What was said of the payload, if anything. */
    public Optional<ObjectNode> payload(InputStream in) {
        if (json != null && file != null) {
            throw CommandFailed.usage("--payload and --payload-file exclude each other");
        }
        if (json == null && file == null && values.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode payload = json != null
                ? object(json, "--payload")
                : file != null ? object(read(in), "--payload-file") : JsonNodeFactory.instance.objectNode();
        values.forEach((key, value) -> payload.set(key, value(value)));
        return Optional.of(payload);
    }

    /** Whether the whole payload was said, and not only values of it. */
    public boolean isWhole() {
        return json != null || file != null;
    }

    /** Whether the payload comes from standard input. */
    public boolean readsInput() {
        return "-".equals(file);
    }

    private String read(InputStream in) {
        try {
            return file.equals("-")
                    ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw CommandFailed.usage("cannot read " + file + ": " + unreadable);
        }
    }

    private static ObjectNode object(String text, String option) {
        try {
            if (JsonText.read(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException broken) {
            throw CommandFailed.usage(option + " is no JSON: " + broken.getOriginalMessage());
        }
        throw CommandFailed.usage(option + " is no JSON object, such as {\"to\": \"ada@example.org\"}");
    }

    private static JsonNode value(String text) {
        try {
            JsonNode read = JsonText.read(text);
            return read.isMissingNode() ? JsonNodeFactory.instance.textNode(text) : read;
        } catch (JsonProcessingException plain) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
