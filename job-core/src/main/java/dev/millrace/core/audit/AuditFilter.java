package dev.millrace.core.audit;

import java.time.Instant;

/**
 * Which entries of the audit trail to show; each part null for any.
 *
 * @param after those at or after this time
 * @param before those before this time
 */
public record AuditFilter(String actor, String action, String target, Instant after, Instant before) {}
