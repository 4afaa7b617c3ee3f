package dev.millrace.core.migration;

/** Which schema this build is made for. */
public final class SchemaVersion {
    /**
     * The number of the last file in {@code db/migration}; a test keeps the two alike. A native image has no directories to look
     * into, and a worker brings no migrations at all.
     */
    public static final int KNOWN = 12;

    private SchemaVersion() {}
}
