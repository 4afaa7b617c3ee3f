package dev.millrace.core.bulk;

/** What came of stopping an operation. */
public sealed interface AbortResult {
    /** It stops: what its present batch has done stays, and no job is touched after that. */
    record Aborted(BulkOperation operation) implements AbortResult {}

    /** It was over already. */
    record Over(BulkOperation operation) implements AbortResult {}

    /** No operation has this id. */
    record Unknown() implements AbortResult {}
}
