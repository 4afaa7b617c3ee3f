package dev.millrace.api.security;

import dev.millrace.core.audit.AuditEntry;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/**
 * Tells who makes the present request. To be asked where a resource begins, not in what runs later: work that is shared by
 * several requests runs on behalf of any of them.
 */
@Singleton
public class Callers {
    private static final String KEPT = Authenticated.class.getName();

    /** Asked for when a request comes: filters, which need this, are made before there are settings. */
    private final Provider<AuthSettings> settings;

    private final CurrentVertxRequest requests;

    public Callers(Provider<AuthSettings> settings, CurrentVertxRequest requests) {
        this.settings = settings;
        this.requests = requests;
    }

    /**
     * Who makes the present request.
     *
     * @throws IllegalStateException when nobody has shown who they are, which a resource that needs a role never sees
     */
    public Caller present() {
        return authenticated().caller();
    }

    /** Who makes the present request and how they showed it; as {@link #present()}. */
    public Authenticated authenticated() {
        RoutingContext request = request();
        if (settings.get().mode() == AuthMode.OPEN) {
            return new Authenticated(
                    new Caller("open", "open", Role.ADMIN, request == null ? null : address(request.request())),
                    Authenticated.Way.OPEN,
                    null,
                    null,
                    () -> Uni.createFrom().item(true));
        }
        Authenticated known = request == null ? null : request.get(KEPT);
        if (known == null) {
            throw new IllegalStateException("nobody has shown who makes this request");
        }
        return known;
    }

    /**
     * What the present caller does, for the audit trail.
     *
     * @param action as {@code <thing>.<verb>}
     * @param target the id or name of what it is done to
     * @param reason why, or null
     */
    public AuditEntry entry(String action, String target, String reason) {
        Caller caller = present();
        return new AuditEntry(caller.id(), caller.role().wireName(), caller.address(), action, target, reason, null);
    }

    /** From where a request comes; null when that cannot be told. */
    public static String address(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        return address == null ? null : address.hostAddress();
    }

    static void keep(RoutingContext request, Authenticated authenticated) {
        request.put(KEPT, authenticated);
    }

    private RoutingContext request() {
        return Arc.container().requestContext().isActive() ? requests.getCurrent() : null;
    }
}
