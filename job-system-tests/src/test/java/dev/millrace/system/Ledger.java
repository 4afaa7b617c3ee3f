package dev.millrace.system;

import dev.millrace.core.settings.PostgresqlAddress;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks into the running system's database, past the API, to hold what a client was told against what is written. */
final class Ledger {
    private final PostgresqlAddress address;

    Ledger(RunningMillrace millrace) {
        address = PostgresqlAddress.parse(millrace.environment("MILLRACE_PG_URL"));
    }

    /** How many of {@code ids} stand where; those that are nowhere are missing from the sum. */
    Map<String, Integer> statuses(Collection<String> ids) {
        Map<String, Integer> counts = new HashMap<>();
        ask("""
                select status, count(*) from (
                    select status from millrace.job where id = any (?::uuid[])
                    union all
                    select status from millrace.job_archive where id = any (?::uuid[])
                ) as known group by status""", ids, row -> counts.put(row.getString(1), row.getInt(2)));
        return counts;
    }

    int completed(Collection<String> ids) {
        return statuses(ids).getOrDefault("completed", 0);
    }

    /** The executions of finished jobs, in all. */
    int attempts(Collection<String> ids) {
        int[] sum = new int[1];
        ask("""
                select coalesce(sum(attempt), 0) from millrace.job_archive
                where id = any (?::uuid[]) and id = any (?::uuid[])""", ids, row -> sum[0] = row.getInt(1));
        return sum[0];
    }

    /** How many attempts at them were handed back within two seconds and a half of the claim. */
    int releasedSoon(Collection<String> ids) {
        int[] count = new int[1];
        ask("""
                select count(*) from millrace.attempt
                where job_id = any (?::uuid[]) and job_id = any (?::uuid[])
                    and outcome = 'released' and finished_at - started_at < interval '2.5 seconds'""", ids, row -> count[0] = row.getInt(1));
        return count[0];
    }

    /** When the last of these finished jobs began. */
    Instant lastStart(Collection<String> ids) {
        Instant[] last = new Instant[1];
        ask("""
                select max(started_at) from millrace.job_archive
                where id = any (?::uuid[]) and id = any (?::uuid[])""", ids, row -> last[0] = row.getTimestamp(1).toInstant());
        return last[0];
    }

    /** Of the running ones among these jobs one for each worker that runs any. */
    List<String> oneOfEachWorker(Collection<String> ids) {
        List<String> chosen = new ArrayList<>();
        ask("""
                select min(id::text) from millrace.job
                where status = 'running' and id = any (?::uuid[]) and id = any (?::uuid[])
                group by worker_id""", ids, row -> chosen.add(row.getString(1)));
        return chosen;
    }

    /** What is ready or runs, in words; jobs that wait for a time and the dead are not. */
    List<String> atWork() {
        List<String> jobs = new ArrayList<>();
        ask(
                """
                select job_type, queue, status, id, payload from millrace.job
                where due_at is null and dead_at is null and id <> all (?::uuid[]) and id <> all (?::uuid[])
                order by created_at limit 20""",
                List.of(),
                row -> jobs.add("%s in %s, %s: %s %s"
                        .formatted(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5))));
        return jobs;
    }

    /** Has jobs taken so many workers with them already, as the rescuer would have noted. */
    void noteCrashes(Collection<String> ids, int crashes) {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                PreparedStatement statement = connection.prepareStatement(
                        "update millrace.job set crash_count = ? where id = any (?::uuid[])")) {
            statement.setInt(1, crashes);
            statement.setArray(2, connection.createArrayOf("text", ids.toArray()));
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void ask(String sql, Collection<String> ids, Reader reader) {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            Array array = connection.createArrayOf("text", ids.toArray());
            statement.setArray(1, array);
            statement.setArray(2, array);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }
}
