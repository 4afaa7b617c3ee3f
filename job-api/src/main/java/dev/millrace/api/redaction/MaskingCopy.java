package dev.millrace.api.redaction;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.api.redaction.RedactedFields.Spot;
import java.io.IOException;

/** Copies JSON token by token, with a mask for each masked value. Numbers keep every digit. */
final class MaskingCopy implements AutoCloseable {
    private final JsonParser parser;
    private final JsonGenerator generator;
    private boolean hasMasked;

    MaskingCopy(JsonParser parser, JsonGenerator generator) {
        this.parser = parser;
        this.generator = generator;
    }

    /** Copies the value at which the parser is. Nests as deep as the parser allows. */
    void write(Spot spot) throws IOException {
        if (spot.isMasked()) {
            hasMasked = true;
            parser.skipChildren();
            generator.writeString(Redaction.MASK);
            return;
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                generator.writeStartObject();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    generator.writeFieldName(name);
                    parser.nextToken();
                    write(spot.member(name));
                }
                generator.writeEndObject();
            }
            case START_ARRAY -> {
                generator.writeStartArray();
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    write(spot.element(i));
                }
                generator.writeEndArray();
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getText());
            default -> generator.copyCurrentEvent(parser);
        }
    }

    void flush() throws IOException {
        generator.flush();
    }

    boolean hasMasked() {
        return hasMasked;
    }

    @Override
    public void close() throws IOException {
        generator.close();
    }
}
