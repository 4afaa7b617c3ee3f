package dev.millrace.api.security;

import dev.millrace.api.json.Fields;
import dev.millrace.api.problem.Shown;
import java.util.Optional;

/** Reads roles from requests. */
public final class RoleField {
    private RoleField() {}

    /** The role in the field {@code role}, or null: absent or (noted) wrong. */
    public static Role read(Fields fields) {
        return of(fields, fields.text("role"));
    }

    /** The role in the field {@code role}, or null (noted). */
    public static Role required(Fields fields) {
        return of(fields, fields.requiredText("role"));
    }

    private static Role of(Fields fields, String name) {
        if (name == null) {
            return null;
        }
        Optional<Role> role = Role.find(name);
        if (role.isEmpty()) {
            fields.refuse("role", "cannot be " + Shown.briefly(name) + "; allowed: " + Role.names());
        }
        return role.orElse(null);
    }
}
