package dev.millrace.core.joblog;

/**
 * A line's place in the log.
 *
 * @param transaction the transaction that wrote it, as PostgreSQL's 64-bit number
 * @param line its number in that transaction
 */
public record LogPosition(long transaction, int line) implements Comparable<LogPosition> {
    /** Before every line. */
    public static final LogPosition BEGINNING = new LogPosition(0, 0);

    @Override
    public int compareTo(LogPosition other) {
        int byTransaction = Long.compareUnsigned(transaction, other.transaction);
        return byTransaction != 0 ? byTransaction : Integer.compare(line, other.line);
    }
}
