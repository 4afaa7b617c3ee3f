package dev.millrace.cli.output;

import picocli.CommandLine.Option;

/** How the answer is to be shown. */
public final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (default) or json: what the API answers, for programs.")
    private Format format;

    @Option(names = "--utc", description = "Tables show times as they are, ISO-8601 in UTC, not how long ago.")
    private boolean timesAsTheyAre;

    public Format format() {
        return format;
    }

    public boolean timesAsTheyAre() {
        return timesAsTheyAre;
    }
}
