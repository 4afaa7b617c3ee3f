package dev.millrace.worker.execution;

import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.EndResult;

/**
 * What was recorded of an attempt's end.
 *
 * @param end what was offered last: not what its handler asked for when the database refused that
 * @param result what became of it
 */
record RecordedEnd(AttemptEnd end, EndResult result) {}
