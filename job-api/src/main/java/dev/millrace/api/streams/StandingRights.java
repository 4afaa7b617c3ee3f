package dev.millrace.api.streams;

import dev.millrace.api.security.Caller;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Rights that nobody takes away, where callers have no keys and no sessions. */
@DefaultBean
@Singleton
class StandingRights implements StreamRights {
    @Override
    public Uni<Boolean> stillHas(Caller caller) {
        return Uni.createFrom().item(true);
    }
}
