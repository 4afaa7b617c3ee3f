package dev.millrace.core.retention;

/** What became of the wish to drop the oldest partition of a table. */
public enum PartitionDrop {
    /** It is gone; there may be another. */
    DROPPED,
    /** Somebody reads or writes it, or holds up those who do; it should be tried again. */
    IN_USE,
    /** None is old enough, or another session drops just now. */
    NOTHING_TO_DROP
}
