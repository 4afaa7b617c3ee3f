package dev.millrace.chaos.fault;

import dev.millrace.chaos.process.Servers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the database says of the jobs of one worker's process; a question that cannot be asked now is answered by 0. */
final class JobsInHand {
    private final Servers servers;

    JobsInHand(Servers servers) {
        this.servers = servers;
    }

    /** How many lengthy jobs it runs. */
    int lengthyOf(long processId) {
        return count("""
                select count(*) from millrace.job join millrace.worker on worker.id = job.worker_id
                where worker.process_id = ? and job.status = 'running'
                    and (job.payload ->> 'sleep_ms')::bigint >= 2000""", processId);
    }

    /** How many jobs it has lost that now run elsewhere. */
    int lostAndRunningAgain(long processId) {
        return count("""
                select count(*) from millrace.attempt
                join millrace.worker on worker.id = attempt.worker_id
                join millrace.job on job.id = attempt.job_id
                where worker.process_id = ? and attempt.outcome = 'lost'
                    and job.status = 'running' and job.attempt > attempt.attempt""", processId);
    }

    /** How many jobs with this number are dead. */
    int dead(long number) {
        return count(
                "select count(*) from millrace.job where status = 'dead' and (payload ->> 'number')::bigint = ?",
                number);
    }

    /** How many jobs with this number run. */
    int running(long number) {
        return count(
                "select count(*) from millrace.job where status = 'running' and (payload ->> 'number')::bigint = ?",
                number);
    }

    private int count(String sql, long parameter) {
        try (Connection connection = servers.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, parameter);
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getInt(1);
        } catch (SQLException away) {
            return 0;
        }
    }
}
