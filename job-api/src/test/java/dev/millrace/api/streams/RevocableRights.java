package dev.millrace.api.streams;

import dev.millrace.api.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Rights that a test takes away. */
@Singleton
public class RevocableRights implements StreamRights {
    private volatile boolean revoked;

    void revoke(boolean now) {
        revoked = now;
    }

    @Override
    public Uni<Boolean> stillHas(Caller caller) {
        return Uni.createFrom().item(!revoked);
    }
}
