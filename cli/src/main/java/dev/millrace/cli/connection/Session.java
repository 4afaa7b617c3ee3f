package dev.millrace.cli.connection;

import dev.millrace.cli.output.Output;
import dev.millrace.cli.terminal.Surroundings;
import dev.millrace.client.JsonApi;
import dev.millrace.client.MillraceClient;

/** What a command works with. */
public record Session(MillraceClient client, Output output, Surroundings surroundings) {
    public JsonApi api() {
        return client.json();
    }
}
