package dev.millrace.api.streams;

import dev.millrace.api.security.Caller;
import java.util.function.Consumer;

/**
 * An answer that goes on.
 *
 * @param caller who watches
 * @param begin is told when the stream is open, and what feeds it then
 */
record LiveAnswer(StreamKind kind, Caller caller, Consumer<EventStream> begin) {}
