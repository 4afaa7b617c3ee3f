package dev.millrace.api.security;

import dev.millrace.core.audit.AuditEntry;
import jakarta.inject.Singleton;

/** Tells who makes the present request. */
@Singleton
public class Callers {
    private static final Caller OPEN = new Caller("open", "open", Role.ADMIN, null);

    /** Who makes the present request. */
    public Caller present() {
        return OPEN;
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
}
