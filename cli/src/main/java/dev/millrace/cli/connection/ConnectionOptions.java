package dev.millrace.cli.connection;

import dev.millrace.cli.input.Durations;
import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.client.MillraceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which server is asked, and in whose name. */
public final class ConnectionOptions {
    private static final int MOST_JOBS = 20_000;
    private static final long MOST_BYTES = 32L << 20;

    private static final String URL = "MILLRACE_URL";
    private static final String KEY = "MILLRACE_API_KEY";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The API's address, such as http://127.0.0.1:8080; else MILLRACE_URL.")
    private String url;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description =
                    "Whose name requests carry; else --api-key-file, else MILLRACE_API_KEY, which nobody else on this"
                            + " machine sees.")
    private String key;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "A file with the key on its first line.")
    private Path keyFile;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = Durations.class,
            description = "How long a request is tried while the server is away or busy; default 10s.")
    private Duration patience;

    /** A client of the server that was named. */
    public MillraceClient connect(Map<String, String> environment) {
        String address = url == null ? environment.getOrDefault(URL, "") : url;
        if (address.isBlank()) {
            throw CommandFailed.usage(
                    "no server is named\n  Set MILLRACE_URL to the API's address, or give it by --url."
                            + "\n  In a checkout, ./millrace up starts one, which ./millrace finds by itself.");
        }
        try {
            return MillraceClient.at(address)
                    .apiKey(key(environment))
                    .patience(patience)
                    .mostWaiting(MOST_JOBS, MOST_BYTES)
                    .build();
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(wrong.getMessage());
        }
    }

    private String key(Map<String, String> environment) {
        if (key != null) {
            return key;
        }
        if (keyFile != null) {
            return ofFile();
        }
        String told = environment.getOrDefault(KEY, "").strip();
        return told.isEmpty() ? null : told;
    }

    private String ofFile() {
        try {
            String first =
                    Files.readString(keyFile).lines().findFirst().orElse("").strip();
            if (first.isEmpty()) {
                throw CommandFailed.usage(keyFile + " holds no key");
            }
            return first;
        } catch (IOException unreadable) {
            throw CommandFailed.usage("cannot read " + keyFile + ": " + unreadable);
        }
    }
}
