package dev.millrace.core.audit;

import java.util.Objects;

/**
 * A change made by a person or key.
 *
 * @param actor who made it: {@code open}, {@code key:<id>} or {@code user:<id>}
 * @param role by which right
 * @param address from where, or null
 * @param action what was done, as {@code <thing>.<verb>}, such as {@code job.cancel}
 * @param target the id or name of what it was done to
 * @param reason why, in the actor's words, or null
 * @param detail more about it as JSON text, or null; never a secret
 */
public record AuditEntry(
        String actor, String role, String address, String action, String target, String reason, String detail) {
    public AuditEntry {
        Objects.requireNonNull(actor);
        Objects.requireNonNull(role);
        Objects.requireNonNull(action);
        Objects.requireNonNull(target);
    }

    /** The same with more about it. */
    public AuditEntry withDetail(String json) {
        return new AuditEntry(actor, role, address, action, target, reason, json);
    }

    /** The same about another target and for another reason, which are known only once the change is made. */
    public AuditEntry about(String changed, String why) {
        return new AuditEntry(actor, role, address, action, changed, why, detail);
    }
}
