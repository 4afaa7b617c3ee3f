package dev.millrace.api.redaction;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;

/** The one place where what jobs carry and say is written into answers, events and what is kept to be answered again. */
@Singleton
public class RedactedAnswers implements ObjectMapperCustomizer {
    /** Asked for when something is written: the mapper may be made before there are settings. */
    private final Provider<Redaction> redaction;

    public RedactedAnswers(Provider<Redaction> redaction) {
        this.redaction = redaction;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("redaction")
                .addSerializer(ShownJson.class, new JsonSerializer())
                .addSerializer(ShownText.class, new TextSerializer()));
    }

    private final class JsonSerializer extends StdSerializer<ShownJson> {
        private static final long serialVersionUID = 1L;

        JsonSerializer() {
            super(ShownJson.class);
        }

        @Override
        public void serialize(ShownJson shown, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeRawValue(
                    shown.isRevealed() ? shown.json() : redaction.get().mask(shown.json()));
        }
    }

    private final class TextSerializer extends StdSerializer<ShownText> {
        private static final long serialVersionUID = 1L;

        TextSerializer() {
            super(ShownText.class);
        }

        @Override
        public void serialize(ShownText shown, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeString(redaction.get().mask(shown.json()));
        }
    }
}
