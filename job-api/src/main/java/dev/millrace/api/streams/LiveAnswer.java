package dev.millrace.api.streams;

import dev.millrace.api.security.Authenticated;
import java.util.function.Consumer;

/**
 * An answer that goes on.
 *
 * @param watcher who watches, and whether they still may
 * @param begin is told when the stream is open, and what feeds it then
 */
record LiveAnswer(StreamKind kind, Authenticated watcher, Consumer<EventStream> begin) {}
