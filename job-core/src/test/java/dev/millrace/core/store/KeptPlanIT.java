package dev.millrace.core.store;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL keeps the plan of a statement that it has prepared; it must serve a full table as well as an empty one. */
class KeptPlanIT {
    /** From how many executions on PostgreSQL may keep one plan for all parameters. */
    private static final int EXECUTIONS_BEFORE_A_PLAN_IS_KEPT = 6;

    private static FreshDatabase database;
    private static TestStore store;

    @BeforeAll
    static void migrate() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
        store.query("vacuum analyze millrace.job");
        store.query("vacuum analyze millrace.job_archive");
    }

    @AfterAll
    static void drop() {
        store.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claim_jobs | uuid[], uuid, uuid[], smallint | ARRAY[gen_random_uuid(), gen_random_uuid()], gen_random_uuid(), ARRAY[]::uuid[], 2::smallint",
                "end_jobs | uuid[], integer[], text[], text[], text[] | ARRAY[gen_random_uuid()], ARRAY[1], ARRAY['completed'], ARRAY['1'], ARRAY['{}']",
                "retry_jobs | uuid[], integer[], text[], text[], float8[], float8[] | ARRAY[gen_random_uuid()], ARRAY[1], ARRAY['failed'], ARRAY['{}'], ARRAY[1.0], ARRAY[1.0]",
                "watch_attempts | uuid[], integer[] | ARRAY[gen_random_uuid()], ARRAY[1]",
                "promote_due_jobs | integer, float8 | 500, 3.0",
                "lock_jobs | uuid[] | ARRAY[gen_random_uuid(), gen_random_uuid()]",
                "flag_running_jobs | uuid[], integer[] | ARRAY[gen_random_uuid()], ARRAY[1]",
                "end_waiting_jobs | uuid[], integer[], text[], text | ARRAY[gen_random_uuid()], ARRAY[1], ARRAY['pending'], 'canceled'",
                "retry_jobs_now | uuid[], integer[], float8 | ARRAY[gen_random_uuid()], ARRAY[1], 3.0",
                "find_archived_job | uuid, timestamptz | gen_random_uuid(), '2020-01-01Z'"
            })
    void aPlanMadeOnAnEmptyTableDoesNotWalkIt(String statement, String types, String arguments) {
        String plan = await(store.pool().withConnection(connection -> {
                    var chain = ask(connection, "PREPARE kept(" + types + ") AS " + SqlFile.read(statement));
                    for (int i = 0; i < EXECUTIONS_BEFORE_A_PLAN_IS_KEPT; i++) {
                        chain = chain.chain(() -> ask(connection, "EXECUTE kept(" + arguments + ")"));
                    }
                    return chain.chain(() -> ask(connection, "EXPLAIN EXECUTE kept(" + arguments + ")"))
                            .call(() -> ask(connection, "DEALLOCATE kept"));
                }))
                .toString();

        assertThat(plan).contains("Index").doesNotContain("Seq Scan on job");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "find_stranded_jobs | float8, float8, integer | 30, 60, 500",
                "find_running_jobs | uuid, float8 | gen_random_uuid(), 30",
                "announce_lost_jobs | text, smallint, timestamptz, uuid, integer, float8, float8, float8 | 'default', 1::smallint, now(), gen_random_uuid(), 5000, 60, 3600, 3"
            })
    void whatLooksForReadyOrRunningJobsDoesNotSeeThoseThatWaitForATime(
            String statement, String types, String arguments) {
        String plan = await(store.pool().withConnection(connection -> ask(
                                connection, "PREPARE kept(" + types + ") AS " + SqlFile.read(statement))
                        .chain(() -> ask(connection, "SET plan_cache_mode = force_generic_plan"))
                        .chain(() -> ask(connection, "EXPLAIN EXECUTE kept(" + arguments + ")"))
                        .call(() -> ask(connection, "DEALLOCATE kept"))
                        .call(() -> ask(connection, "RESET plan_cache_mode"))))
                .toString();

        assertThat(plan).contains("job_active").doesNotContain("Seq Scan on job");
    }

    /** Whatever PostgreSQL believes of the table when it makes the plan that it keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claim_jobs | uuid[], uuid, uuid[], smallint",
                "end_jobs | uuid[], integer[], text[], text[], text[]",
                "retry_jobs | uuid[], integer[], text[], text[], float8[], float8[]",
                "bury_jobs | uuid[], integer[], text[], text[], integer[], integer[]",
                "snooze_jobs | uuid[], integer[], float8[], boolean[]",
                "release_jobs | uuid[], integer[], text, integer, float8",
                "record_progress | uuid[], integer[], smallint[], text[]"
            })
    void eachJobOfABatchIsFoundByItsIdAlone(String statement, String types) {
        String nulls = String.join(", ", Collections.nCopies(types.split(", ").length, "NULL"));
        String plan = await(store.pool().withConnection(connection -> ask(
                                connection, "PREPARE kept(" + types + ") AS " + SqlFile.read(statement))
                        .chain(() -> ask(connection, "SET plan_cache_mode = force_generic_plan"))
                        .chain(() -> ask(connection, "EXPLAIN EXECUTE kept(" + nulls + ")"))
                        .call(() -> ask(connection, "DEALLOCATE kept"))
                        .call(() -> ask(connection, "RESET plan_cache_mode"))))
                .toString();

        assertThat(plan.split("using job_pkey on job").length - 1).as(plan).isEqualTo(2);
        assertThat(plan.split("Index Cond: \\(id = ").length - 1).as(plan).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accept_jobs",
                "claim_jobs",
                "end_jobs",
                "retry_jobs",
                "bury_jobs",
                "snooze_jobs",
                "release_jobs",
                "promote_due_jobs",
                "delete_outbox",
                "heartbeat",
                "record_progress"
            })
    void aStatementOnAJobsWayIsPreparedOnceForEachConnection(String statement) {
        String sql = SqlFile.read(statement);
        int parameters = Pattern.compile("\\$(\\d+)")
                .matcher(sql)
                .results()
                .mapToInt(named -> Integer.parseInt(named.group(1)))
                .max()
                .orElseThrow();
        Tuple nothing = Tuple.from(Collections.nCopies(parameters, null));

        Long prepared = await(store.pool().withConnection(connection -> connection
                .preparedQuery(sql)
                .execute(nothing)
                .chain(() -> connection
                        .preparedQuery("SELECT count(*) FROM pg_prepared_statements WHERE statement = $1")
                        .execute(Tuple.of(sql)))
                .map(rows -> rows.iterator().next().getLong(0))));

        assertThat(prepared).isEqualTo(1);
    }

    @Test
    void aStatementThatMustWalkASmallTableIsNotCompiledForIt() {
        List<String> plan = await(store.pool()
                .withConnection(connection ->
                        ask(connection, "EXPLAIN ANALYZE SELECT id FROM millrace.worker ORDER BY last_heartbeat_at")));

        assertThat(plan).anyMatch(line -> line.contains("Seq Scan")).noneMatch(line -> line.contains("JIT"));
    }

    private static Uni<List<String>> ask(SqlConnection connection, String sql) {
        return connection.query(sql).execute().map(rows -> Rows.list(rows, row -> String.valueOf(row.getValue(0))));
    }
}
