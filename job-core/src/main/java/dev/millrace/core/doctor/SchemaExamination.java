package dev.millrace.core.doctor;

import dev.millrace.core.migration.SchemaCheck;
import dev.millrace.core.migration.SchemaState;
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.statistics.VitalSigns;
import java.time.Duration;
import java.util.List;

/**
 * Looks at whether the schema is one that this release can work with, has the partitions of the next days, and is cleared of what
 * is dead.
 */
public final class SchemaExamination implements Examination {
    private static final int LEAST_DAYS_AHEAD = 2;
    private static final Duration LONG_TRANSACTION = Duration.ofMinutes(15);
    private static final long MANY_DEAD_ROWS = 100_000;
    private static final double HALF = 0.5;

    private final SchemaCheck check;
    private final Statistics statistics;

    public SchemaExamination(SchemaCheck check, Statistics statistics) {
        this.check = check;
        this.statistics = statistics;
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
            VitalSigns signs = statistics.vitalSigns().await().indefinitely();
            return List.of(new Finding.Good(state.description()), partitions(signs), bloat(signs), transactions(signs));
        } catch (RuntimeException failure) {
            return List.of(new Finding.Bad(
                    "it cannot be looked at: " + Reason.of(failure), "mend what is said of PostgreSQL first"));
        }
    }

    static Finding partitions(VitalSigns signs) {
        String advice = "job-scheduler makes them; see that one runs, and its log";
        int days = signs.partitionDaysAhead();
        if (days < 0) {
            return new Finding.Bad(
                    "finished jobs or logs have no partition for today: nothing of them can be written", advice);
        }
        return days < LEAST_DAYS_AHEAD
                ? new Finding.Bad(
                        "finished jobs or logs have partitions up to " + (days == 0 ? "today" : "tomorrow") + " only",
                        advice)
                : new Finding.Good("finished jobs and logs have their partitions of the next days");
    }

    static Finding bloat(VitalSigns signs) {
        return signs.deadRows() > MANY_DEAD_ROWS && signs.deadShare() > HALF
                ? new Finding.Doubtful(
                        "the table of live jobs has " + signs.deadRows() + " dead rows beside " + signs.liveRows(),
                        "look for old transactions and idle replication slots; else VACUUM millrace.job, and see"
                                + " pg_stat_progress_vacuum")
                : new Finding.Good("the table of live jobs is not bloated (" + signs.deadRows() + " dead rows)");
    }

    static Finding transactions(VitalSigns signs) {
        return signs.oldestTransaction().compareTo(LONG_TRANSACTION) > 0
                ? new Finding.Doubtful(
                        "a transaction has been open for "
                                + signs.oldestTransaction().toMinutes()
                                + " min: vacuum clears nothing away meanwhile",
                        "SELECT pid, usename, xact_start, query FROM pg_stat_activity ORDER BY xact_start LIMIT 5")
                : new Finding.Good("no transaction has been open for long");
    }
}
