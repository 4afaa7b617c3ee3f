package dev.millrace.core.bulk;

/** What came of using the token of a preview. */
public sealed interface StartResult {
    /** The operation is under way by this. */
    record Started(BulkOperation operation) implements StartResult {}

    /** It was started with this token before; nothing is started twice. */
    record Repeated(BulkOperation operation) implements StartResult {}

    /** The preview has expired, or was dropped. */
    record Over(BulkOperation operation) implements StartResult {}

    /** The token is one of another action. */
    record OtherAction(BulkAction action) implements StartResult {}

    /** No operation has this token. */
    record Unknown() implements StartResult {}
}
