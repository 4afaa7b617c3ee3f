package dev.millrace.cli.output;

/** How answers are shown. */
public enum Format {
    /** For people. */
    table,
    /** As the API says it. */
    json
}
