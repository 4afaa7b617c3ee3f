package dev.millrace.core.doctor;

import dev.millrace.core.migration.SchemaCheck;
import dev.millrace.core.migration.SchemaState;
import dev.millrace.core.store.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Looks at whether the schema is one that this release can work with, and has the partitions of the next days. */
public final class SchemaExamination implements Examination {
    private static final int LEAST_DAYS_AHEAD = 2;

    private final SchemaCheck check;
    private final Database database;

    public SchemaExamination(SchemaCheck check, Database database) {
        this.check = check;
        this.database = database;
    }

    @Override
    public String subject() {
        return "Schema";
    }

    @Override
    public List<Finding> look() {
        try {
            SchemaState state = check.read().await().indefinitely();
            if (!state.isUsable()) {
                return List.of(new Finding.Bad(
                        state.description(),
                        "run job-scheduler of the newest release once, with MILLRACE_MIGRATION_MODE=only"));
            }
            List<Finding> findings = new ArrayList<>();
            findings.add(new Finding.Good(state.description()));
            database.run("examine_partitions", Tuple.tuple())
                    .await()
                    .indefinitely()
                    .forEach(row -> findings.add(partitions(row)));
            return List.copyOf(findings);
        } catch (RuntimeException failure) {
            return List.of(new Finding.Bad(
                    "it cannot be looked at: " + Reason.of(failure), "mend what is said of PostgreSQL first"));
        }
    }

    private static Finding partitions(Row row) {
        String table = "millrace." + row.getString("name");
        int days = row.getInteger("days_ahead");
        if (days < 0) {
            return new Finding.Bad(
                    table + " has no partition for today: nothing can be written to it",
                    "job-scheduler makes them; see that one runs, and its log");
        }
        return days < LEAST_DAYS_AHEAD
                ? new Finding.Bad(
                        table + " has partitions up to " + (days == 0 ? "today" : "tomorrow") + " only",
                        "job-scheduler makes them; see that one runs, and its log")
                : new Finding.Good(table + " has its partitions of the next days");
    }
}
