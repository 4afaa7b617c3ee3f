package dev.millrace.core.testing;

import dev.millrace.core.audit.AuditEntry;

/** Entries of the audit trail for tests. */
public final class AuditEntries {
    /** What a test does. */
    public static final AuditEntry BY_A_TEST =
            new AuditEntry("user:test", "operator", "127.0.0.1", "job.test", "test", null, null);

    private AuditEntries() {}
}
