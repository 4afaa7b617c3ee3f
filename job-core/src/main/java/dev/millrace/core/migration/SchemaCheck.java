package dev.millrace.core.migration;

import dev.millrace.core.store.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;

/** Reads how the schema and this build fit together, with the rights that a service works with. */
public final class SchemaCheck {
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String NO_SUCH_SCHEMA = "3F000";
    private static final String DENIED = "42501";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Database database;
    private final int known;

    /** For a service of this build. */
    public SchemaCheck(Database database) {
        this(database, SchemaVersion.KNOWN);
    }

    /** @param known the last migration that the service has */
    SchemaCheck(Database database, int known) {
        this.database = database;
        this.known = known;
    }

    /** Fails when PostgreSQL cannot be asked. */
    public Uni<SchemaState> read() {
        return version("read_schema_version")
                .chain(applied -> applied <= known
                        ? Uni.createFrom().item(SchemaState.of(known, applied, 0))
                        : version("read_schema_requirement").map(oldest -> SchemaState.of(known, applied, oldest)))
                .onFailure(failure -> says(failure, UNDEFINED_TABLE) || says(failure, NO_SUCH_SCHEMA))
                .recoverWithItem(() -> SchemaState.of(known, 0, 0));
    }

    /** What stands in the way, for people; empty when a service of this build can work. Blocks for as long as PostgreSQL takes. */
    String obstacle() {
        try {
            SchemaState state = read().await().atMost(PATIENCE);
            return state.isUsable() ? "" : state.description();
        } catch (RuntimeException failure) {
            return says(failure, DENIED)
                    ? "the user of this service may not read the schema's version: " + messageOf(failure)
                    : "PostgreSQL cannot be asked for the schema's version: " + messageOf(failure);
        }
    }

    private Uni<Integer> version(String statement) {
        return database.run(statement, Tuple.tuple())
                .map(rows -> rows.iterator().next().getInteger("version"));
    }

    private static boolean says(Throwable failure, String state) {
        return answerOf(failure) instanceof PgException answer && state.equals(answer.getSqlState());
    }

    private static String messageOf(Throwable failure) {
        return String.valueOf(answerOf(failure).getMessage())
                .lines()
                .findFirst()
                .orElse("");
    }

    /** PostgreSQL's own words, where it has answered. */
    private static Throwable answerOf(Throwable failure) {
        return failure.getCause() instanceof PgException answer ? answer : failure;
    }
}
