package dev.millrace.api.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.api.streams.StreamEvent;
import dev.millrace.core.joblog.StoredLine;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;

/** Writes log lines as events. */
@Singleton
class LogEvents {
    private final ObjectMapper mapper;

    LogEvents(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    StreamEvent of(StoredLine line) {
        LogLineView view = LogLineView.of(line);
        try {
            return StreamEvent.of("log", view.id(), mapper.writeValueAsString(view));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
