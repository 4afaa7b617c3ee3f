package dev.millrace.api.security;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.audit.AuditEntry;

/** Writes what an audit entry says beyond action and target. */
public final class AuditDetail {
    private final ObjectNode object = JsonNodeFactory.instance.objectNode();

    /** Nothing yet. */
    public static AuditDetail of() {
        return new AuditDetail();
    }

    /** One more thing to say; left out when null. */
    public AuditDetail with(String name, Object value) {
        if (value != null) {
            object.put(name, value.toString());
        }
        return this;
    }

    /** The entry, saying all this. */
    public AuditEntry in(AuditEntry entry) {
        return entry.withDetail(object.toString());
    }
}
