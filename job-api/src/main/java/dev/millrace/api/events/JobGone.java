package dev.millrace.api.events;

import dev.millrace.api.streams.EventStream;
import dev.millrace.api.streams.StreamEnd;
import dev.millrace.api.streams.StreamEvent;
import java.util.UUID;
import java.util.function.Consumer;

/** Says that a job is not known (any more); one that is final has been shown as it ended, and needs no further word. */
final class JobGone {
    private JobGone() {}

    static Consumer<StreamEnd> tellTo(EventStream stream, UUID id) {
        return reason -> {
            if (reason == StreamEnd.UNKNOWN) {
                stream.show("job:" + id, StreamEvent.of("gone", "{\"id\":\"" + id + "\"}"));
            }
        };
    }
}
