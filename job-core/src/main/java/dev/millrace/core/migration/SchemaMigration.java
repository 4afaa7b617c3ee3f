package dev.millrace.core.migration;

import dev.millrace.core.tls.TlsFailure;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/** Applies the migrations that the database lacks, under Flyway's lock, with the rights that it takes to change a schema. */
public final class SchemaMigration {
    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);

    /** SQLSTATE classes of a server that is away, starting, stopping or full (PostgreSQL manual, appendix A). */
    private static final List<String> NOT_THERE = List.of("08", "57P", "53");

    private final Flyway flyway;

    public SchemaMigration(Flyway flyway) {
        this.flyway = flyway;
    }

    /** Tries once; blocks until it is known what came of it. */
    public MigrationResult apply() {
        try {
            var result = flyway.migrate();
            String version =
                    result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion;
            LOG.infof("schema is at version %s (%d migrations applied now)", version, result.migrationsExecuted);
            return new MigrationResult.Applied(version, result.migrationsExecuted);
        } catch (FlywayException failure) {
            String reason = TlsFailure.explain(failure)
                    .orElseGet(
                            () -> String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
            return isNotThere(failure) ? new MigrationResult.Unreachable(reason) : new MigrationResult.Failed(reason);
        }
    }

    private static boolean isNotThere(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException answer) {
                String state = answer.getSQLState();
                return state != null && NOT_THERE.stream().anyMatch(state::startsWith);
            }
        }
        return false;
    }
}
