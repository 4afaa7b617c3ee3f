package dev.millrace.core.migration;

/** What came of applying the migrations. */
public sealed interface MigrationResult {
    /**
     * Nothing is missing any more.
     *
     * @param version the schema's, as the last migration's file names it
     * @param count how many migrations were applied just now; 0 when none was missing
     */
    record Applied(String version, int count) implements MigrationResult {}

    /**
     * No connection could be made; nothing is changed.
     *
     * @param reason for people
     */
    record Unreachable(String reason) implements MigrationResult {}

    /**
     * Somebody else's transaction holds what a migration has to change, such as a backup's; it has stepped back and left nothing
     * behind, so that nobody waits behind it. To be tried again.
     *
     * @param reason for people
     */
    record HeldUp(String reason) implements MigrationResult {}

    /**
     * A migration did not go through, and left nothing behind; or the database has been migrated in a way that this build does
     * not know.
     *
     * @param reason for people
     */
    record Failed(String reason) implements MigrationResult {}
}
