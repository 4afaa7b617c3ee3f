package dev.millrace.core.migration;

import dev.millrace.core.tls.TlsFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Applies the migrations that the database lacks, under Flyway's lock, with the rights that it takes to change a schema. Services
 * work on it meanwhile: a migration that has to wait for a lock has everybody else wait behind it, so it steps back soon.
 */
public final class SchemaMigration {
    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);

    /** SQLSTATE classes of a server that is away, starting, stopping or full (PostgreSQL manual, appendix A). */
    private static final List<String> NOT_THERE = List.of("08", "57P", "53");

    /** What PostgreSQL says of a lock that was not to be had in time. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** A request waits for a second, at most, until a connection is free; whoever waits behind a migration must be through before. */
    static final Duration LOCK_WAIT = Duration.ofMillis(500);

    private final Flyway flyway;

    /** @param flyway knows the database and the migrations; how it locks is seen to here */
    public SchemaMigration(Flyway flyway) {
        this.flyway = Flyway.configure(flyway.getConfiguration().getClassLoader())
                .configuration(flyway.getConfiguration())
                // In a transaction, its lock would be waited for without end by an index that is made concurrently.
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .initSql("SET lock_timeout = " + LOCK_WAIT.toMillis())
                .load();
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
            String state = stateOf(failure);
            if (state.equals(LOCK_NOT_AVAILABLE)) {
                return new MigrationResult.HeldUp(reason);
            }
            return NOT_THERE.stream().anyMatch(state::startsWith)
                    ? new MigrationResult.Unreachable(reason)
                    : new MigrationResult.Failed(reason);
        }
    }

    /** The SQLSTATE that PostgreSQL answered with; empty when it has not. */
    private static String stateOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException answer) {
                return answer.getSQLState() == null ? "" : answer.getSQLState();
            }
        }
        return "";
    }
}
