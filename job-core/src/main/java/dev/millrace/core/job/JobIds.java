package dev.millrace.core.job;

import java.util.UUID;

/** The source of new ids, injected so that tests can fix it. */
@FunctionalInterface
public interface JobIds {
    /** A new UUIDv7: unique, and later ones sort after earlier ones of the same process. */
    UUID next();
}
