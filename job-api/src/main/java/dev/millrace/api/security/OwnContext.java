package dev.millrace.api.security;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Brings answers back to the request that asked: what several requests share is answered on the thread of any of them. */
public final class OwnContext {
    private OwnContext() {}

    /** The same work, answered where this is called. */
    public static <T> Uni<T> answering(Uni<T> work) {
        Context context = Vertx.currentContext();
        return context == null ? work : work.emitOn(task -> context.runOnContext(ignored -> task.run()));
    }
}
