package dev.millrace.api.streams;

import dev.millrace.api.security.Caller;
import io.smallrye.mutiny.Uni;

/** Whether those who watch may go on watching: a key may be revoked, and a session ended, while a stream is open. */
@FunctionalInterface
public interface StreamRights {
    /** Fails when it cannot be told; the stream then goes on, and is looked at again. */
    Uni<Boolean> stillHas(Caller caller);
}
