package dev.millrace.cli;

import dev.millrace.cli.terminal.Surroundings;
import dev.millrace.cli.terminal.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** A command that was run in this process, and what came of it. */
record Ran(int exitCode, String out, String err) {
    static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");

    /** A command to be run. */
    static final class Command {
        private final Map<String, String> environment = new HashMap<>();
        private String in = "";
        private boolean input;
        private boolean output;
        private int columns = 80;

        Command with(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        Command typing(String text) {
            in = text;
            return this;
        }

        /** Somebody sits at it, before a screen of this width. */
        Command onTerminal(int width) {
            input = true;
            output = true;
            columns = width;
            return this;
        }

        Ran run(String... arguments) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Surroundings surroundings = new Surroundings(
                    new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                    new PrintStream(out, false, StandardCharsets.UTF_8),
                    new PrintStream(err, false, StandardCharsets.UTF_8),
                    new FakeTerminals(input, output, columns),
                    environment,
                    Clock.fixed(NOW, ZoneOffset.UTC));
            int exitCode = MillraceCommand.run(surroundings, arguments);
            return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    private record FakeTerminals(boolean isInput, boolean isOutput, int columns) implements Terminals {
        @Override
        public boolean isError() {
            return isOutput;
        }
    }

    static Command at(StubApi api) {
        return new Command().with("MILLRACE_URL", api.address());
    }
}
