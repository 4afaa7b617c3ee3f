package dev.millrace.core.migration;

/** What a process has to do with the changes of the schema. */
public enum MigrationMode {
    /** It applies what is missing as it starts, then works. Any number may do so at once: Flyway's lock lets one through. */
    APPLY,
    /** It changes nothing: it works once somebody else has brought the schema to what it needs. */
    CHECK,
    /** It applies what is missing and ends, without ever working; a service that has no migrations refuses it. */
    ONLY
}
