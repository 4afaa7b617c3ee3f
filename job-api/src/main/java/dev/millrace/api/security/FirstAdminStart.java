package dev.millrace.api.security;

import dev.millrace.api.security.keys.KeyCheck;
import dev.millrace.api.security.keys.KeyText;
import dev.millrace.api.security.users.Passwords;
import dev.millrace.api.security.users.Username;
import dev.millrace.api.wiring.Schema;
import dev.millrace.core.access.FirstAdmin;
import dev.millrace.core.access.NewApiKey;
import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.job.JobIds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Makes the first user and the first key, as the settings say, as soon as the schema is there. The service is not ready
 * before, so that who waits for it can sign in.
 */
@Singleton
@Startup
@Readiness
public class FirstAdminStart implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(FirstAdminStart.class);
    private static final long PAUSE_MS = 100;
    private static final String ACTOR = "start";
    private static final String KEY_NAME = "first admin";

    private final AuthSettings settings;
    private final Schema schema;
    private final FirstAdmin firstAdmin;
    private final Passwords passwords;
    private final Pepper pepper;
    private final KeyCheck keys;
    private final JobIds ids;
    private final Vertx vertx;

    private volatile boolean done;
    private volatile boolean stopping;

    public FirstAdminStart(
            AuthSettings settings,
            Schema schema,
            FirstAdmin firstAdmin,
            Passwords passwords,
            Pepper pepper,
            KeyCheck keys,
            JobIds ids,
            Vertx vertx) {
        this.settings = settings;
        this.schema = schema;
        this.firstAdmin = firstAdmin;
        this.passwords = passwords;
        this.pepper = pepper;
        this.keys = keys;
        this.ids = ids;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        if (wantsUser() || wantsKey()) {
            tryLater();
        } else {
            done = true;
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        stopping = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("first-admin").status(done).build();
    }

    private void tryLater() {
        if (!stopping) {
            vertx.setTimer(PAUSE_MS, timer -> attempt());
        }
    }

    private void attempt() {
        if (!schema.isUpToDate()) {
            tryLater();
            return;
        }
        firstAdmin
                .missing()
                .chain(missing -> user(missing.user()).chain(() -> key(missing.key())))
                .subscribe()
                .with(ignored -> done = true, failure -> {
                    LOG.debugf("the first admin cannot be made yet: %s", failure.getMessage());
                    tryLater();
                });
    }

    private Uni<Void> user(boolean missing) {
        if (!missing || !wantsUser()) {
            return Uni.createFrom().voidItem();
        }
        UUID id = ids.next();
        String username = Username.normal(settings.firstAdminUsername().orElseThrow());
        AuditEntry entry = AuditDetail.of()
                .with("username", username)
                .with("role", Role.ADMIN_NAME)
                .in(entry("user.create", id));
        return passwords
                .hash(settings.firstAdminPassword().orElseThrow())
                .chain(hash -> firstAdmin.createUser(id, username, hash, entry))
                .invoke(made -> tell(made, "user"))
                .replaceWithVoid();
    }

    private Uni<Void> key(boolean missing) {
        if (!missing || !wantsKey()) {
            return Uni.createFrom().voidItem();
        }
        UUID id = ids.next();
        KeyText text = settings.firstAdminApiKey().flatMap(KeyText::parse).orElseThrow();
        AuditEntry entry = AuditDetail.of()
                .with("name", KEY_NAME)
                .with("prefix", text.prefix())
                .with("role", Role.ADMIN_NAME)
                .in(entry("key.create", id));
        return firstAdmin
                .createKey(new NewApiKey(id, text.prefix(), KEY_NAME, Role.ADMIN_NAME, text.hash(pepper), null), entry)
                .invoke(made -> {
                    tell(made, "API key");
                    keys.changed();
                })
                .replaceWithVoid();
    }

    private boolean wantsUser() {
        return settings.firstAdminUsername().isPresent();
    }

    private boolean wantsKey() {
        return settings.firstAdminApiKey().isPresent() && pepper.isThere();
    }

    private static void tell(boolean made, String what) {
        if (made) {
            LOG.infof("the first %s is made as the settings say", what);
        }
    }

    private static AuditEntry entry(String action, UUID id) {
        return new AuditEntry(ACTOR, Role.ADMIN_NAME, null, action, id.toString(), null, null);
    }
}
