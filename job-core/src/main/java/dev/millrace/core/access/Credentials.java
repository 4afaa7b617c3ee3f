package dev.millrace.core.access;

import java.util.UUID;

/**
 * What a user proves to be known at sign-in.
 *
 * @param passwordHash never printed
 */
public record Credentials(UUID userId, String username, String role, String passwordHash) {
    @Override
    public String toString() {
        return "Credentials[userId=" + userId + "]";
    }
}
