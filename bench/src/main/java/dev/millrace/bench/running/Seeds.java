package dev.millrace.bench.running;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Puts jobs into the tables as if they had come and gone over the API in the last ten days. */
public final class Seeds {
    private static final int DAYS = 10;
    /** The id of a job that was made at {@code made}, as the services make it: its time first, then chance. */
    private static final String ID =
            "encode(substring(int8send((extract(epoch from made) * 1000)::bigint) from 3), 'hex')"
                    + " || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15)";

    /** One of a hundred failed first, and one of a thousand was canceled. */
    private static final String FINISHED = """
            with seed as (
                select now() - random() * interval '%d days' as made, number
                from generate_series(?, ?) as number
            ), job as (
                select (%s)::uuid as id, made, number %% 100 = 0 as failed_first, number %% 1000 = 1 as canceled
                from seed
            ), failed as (
                insert into millrace.attempt (job_id, attempt, worker_id, started_at, finished_at, outcome, error)
                select id, 1, null, made, made, 'failed', '{"type": "SmtpFailure", "message": "mailbox full"}'
                from job
                where failed_first
            )
            insert into millrace.job_archive (
                id, job_type, queue, priority, status, payload, attempt, failures, max_retries, retry_base_ms, retry_max_ms,
                timeout_seconds, created_at, run_at, started_at, finished_at, cancel_requested, tags)
            select id, 'noop', 'default', 1, case when canceled then 'canceled' else 'completed' end,
                jsonb_build_object('note', repeat('x', 189)), case when failed_first then 2 else 1 end,
                case when failed_first then 1 else 0 end, 3, 2000, 300000, 3600, made, made, made, made, canceled, '{}'
            from job
            order by id""".formatted(DAYS, ID);

    private static final String SCHEDULED = """
            with seed as (
                select now() - random() * interval '%d days' as made, now() + interval '1 day' + random() * interval '30 days' as due
                from generate_series(1, ?)
            )
            insert into millrace.job (
                id, job_type, queue, priority, status, payload, max_retries, retry_base_ms, retry_max_ms, timeout_seconds,
                created_at, run_at, due_at)
            select (%s)::uuid, 'noop', 'default', 1, 'scheduled', jsonb_build_object('note', repeat('x', 189)), 3, 2000, 300000,
                3600, made, due, due
            from seed""".formatted(DAYS, ID);

    private static final String PARTITION = """
            do $$
            declare
                day date;
                name text;
            begin
                for ago in 2 .. %d loop
                    day := (now() at time zone 'UTC')::date - ago;
                    name := 'job_archive_' || to_char(day, 'YYYYMMDD');
                    if to_regclass('millrace.' || name) is null then
                        execute format('create table millrace.%%I (like millrace.job_archive including all)', name);
                        execute format('alter table millrace.job_archive attach partition millrace.%%I for values from (%%L) to (%%L)',
                            name, day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
                    end if;
                end loop;
            end
            $$""".formatted(DAYS + 1);

    private final Connection connection;

    public Seeds(Connection connection) {
        this.connection = connection;
    }

    /** Adds finished jobs. */
    public void addFinished(int present, int wanted) throws SQLException {
        execute(PARTITION);
        try (PreparedStatement statement = connection.prepareStatement(FINISHED)) {
            statement.setInt(1, present + 1);
            statement.setInt(2, wanted);
            statement.executeUpdate();
        }
        settle("millrace.job_archive", "millrace.attempt");
    }

    /** Adds jobs that are due in one to thirty days. */
    public void addScheduled(int number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SCHEDULED)) {
            statement.setInt(1, number);
            statement.executeUpdate();
        }
        settle("millrace.job");
    }

    /** What autovacuum and the checkpointer would do some time later, in the midst of what is measured. */
    private void settle(String... tables) throws SQLException {
        for (String table : tables) {
            execute("vacuum (analyze) " + table);
        }
        execute("checkpoint");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
