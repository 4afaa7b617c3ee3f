package dev.millrace.chaos.verdict;

import dev.millrace.chaos.process.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the database says in the end.
 *
 * @param outbox how many tickets still wait to be published
 */
public record StoredState(
        Map<UUID, StoredJob> jobs, Map<UUID, List<StoredAttempt>> attempts, List<StoredFire> fires, int outbox) {
    /** Reads everything. */
    public static StoredState read(Servers servers) {
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement()) {
            return new StoredState(jobs(statement), attempts(statement), fires(statement), outbox(statement));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** How many jobs have not reached a final status. */
    public static int unfinished(Servers servers) {
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement()) {
            ResultSet row = statement.executeQuery("select count(*) from millrace.job where status <> 'dead'");
            row.next();
            return row.getInt(1);
        } catch (SQLException away) {
            return Integer.MAX_VALUE;
        }
    }

    List<StoredAttempt> attemptsOf(UUID job) {
        return attempts.getOrDefault(job, List.of());
    }

    private static Map<UUID, StoredJob> jobs(Statement statement) throws SQLException {
        Map<UUID, StoredJob> jobs = new HashMap<>();
        ResultSet row = statement.executeQuery("""
                select id, (payload ->> 'number')::bigint as number, status, attempt, schedule_id, result
                from (
                    select id, payload, status, attempt, schedule_id, null::jsonb as result from millrace.job
                    union all
                    select id, payload, status, attempt, schedule_id, result from millrace.job_archive
                ) as known""");
        while (row.next()) {
            StoredJob job = job(row);
            jobs.merge(job.id(), job, (known, again) -> known.withOneMoreCopy());
        }
        return jobs;
    }

    private static StoredJob job(ResultSet row) throws SQLException {
        String result = row.getString("result");
        return new StoredJob(
                row.getObject("id", UUID.class),
                row.getLong("number"),
                row.getString("status"),
                row.getInt("attempt"),
                row.getObject("schedule_id", UUID.class),
                1,
                result == null ? 0 : (int) numberIn(result, "attempt"),
                result == null ? 0 : numberIn(result, "process"));
    }

    private static long numberIn(String json, String name) {
        String after = json.substring(json.indexOf('"' + name + '"') + name.length() + 2)
                .replaceFirst("^\\s*:\\s*", "");
        return Long.parseLong(after.split("\\D", 2)[0]);
    }

    private static Map<UUID, List<StoredAttempt>> attempts(Statement statement) throws SQLException {
        Map<UUID, List<StoredAttempt>> attempts = new HashMap<>();
        ResultSet row = statement.executeQuery("select job_id, attempt, outcome from millrace.attempt");
        while (row.next()) {
            attempts.computeIfAbsent(row.getObject(1, UUID.class), job -> new ArrayList<>())
                    .add(new StoredAttempt(row.getInt(2), row.getString(3)));
        }
        return attempts;
    }

    private static List<StoredFire> fires(Statement statement) throws SQLException {
        List<StoredFire> fires = new ArrayList<>();
        ResultSet row = statement.executeQuery(
                "select schedule_id, fire_at, job_id from millrace.schedule_fire order by schedule_id, fire_at");
        while (row.next()) {
            fires.add(new StoredFire(
                    row.getObject(1, UUID.class), row.getTimestamp(2).toInstant(), row.getObject(3, UUID.class)));
        }
        return fires;
    }

    private static int outbox(Statement statement) throws SQLException {
        ResultSet row = statement.executeQuery("select count(*) from millrace.outbox");
        row.next();
        return row.getInt(1);
    }
}
