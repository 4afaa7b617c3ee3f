package dev.millrace.api.security;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a caller may do. Each role includes those before it. */
public enum Role {
    /** Sees everything but keys, users and the audit trail. */
    VIEWER(Role.VIEWER_NAME),
    /** Submits jobs. */
    SUBMITTER(Role.SUBMITTER_NAME),
    /** Acts on jobs, dead letters, schedules, queues and workers. */
    OPERATOR(Role.OPERATOR_NAME),
    /** Handles keys and users, and reads the audit trail. */
    ADMIN(Role.ADMIN_NAME);

    public static final String VIEWER_NAME = "viewer";
    public static final String SUBMITTER_NAME = "submitter";
    public static final String OPERATOR_NAME = "operator";
    public static final String ADMIN_NAME = "admin";

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    /** The role of this name, or empty. */
    public static Optional<Role> find(String wireName) {
        return Arrays.stream(values())
                .filter(role -> role.wireName.equals(wireName))
                .findFirst();
    }

    /** All names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(Role::wireName).collect(Collectors.joining(", "));
    }

    /** As the API and the database write it. */
    public String wireName() {
        return wireName;
    }

    /** Whether it may do all that {@code other} may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
