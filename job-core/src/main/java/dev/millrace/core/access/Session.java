package dev.millrace.core.access;

import java.time.Instant;
import java.util.UUID;

/** A signed-in user, as of now: the role is the user's present one. */
public record Session(UUID userId, String username, String role, Instant createdAt, Instant lastSeenAt) {}
