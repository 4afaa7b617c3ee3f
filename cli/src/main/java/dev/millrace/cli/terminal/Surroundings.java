package dev.millrace.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/**
 * Where a command is run.
 *
 * @param in standard input
 * @param out for data
 * @param err for messages
 */
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminals terminals,
        Map<String, String> environment,
        Clock clock) {
    private static final int BUFFER_BYTES = 1 << 14;

    /** Those of this process. What it prints is UTF-8 whatever the locale, for JSON is. */
    public static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Surroundings(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                new ProcessTerminals(environment),
                environment,
                Clock.systemUTC());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
    }
}
