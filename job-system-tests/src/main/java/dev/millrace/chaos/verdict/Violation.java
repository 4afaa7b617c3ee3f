package dev.millrace.chaos.verdict;

/**
 * Something that should not have happened.
 *
 * @param what in a sentence that names the ids it is about
 */
public record Violation(Invariant invariant, String what) {}
