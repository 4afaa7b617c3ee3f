package dev.millrace.bench.running;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What became of jobs, by PostgreSQL's account.
 *
 * @param submitted how many were accepted
 * @param completed how many of them stand in the archive, completed, once each
 * @param repeated how many of them took more than one attempt, such as those that were claimed and handed back
 * @param firstCreated when the first was accepted
 * @param firstStarted when the first was claimed
 * @param lastFinished when the last end was recorded
 */
public record JobsEnded(
        int submitted, int completed, int repeated, Instant firstCreated, Instant firstStarted, Instant lastFinished) {
    private static final String ARCHIVED = """
            select count(*), count(distinct id), count(*) filter (where status <> 'completed'),
                count(*) filter (where attempt > 1), min(created_at), min(started_at), max(finished_at)
            from millrace.job_archive
            where id = any (?) and finished_at >= ?""";
    private static final String LIVE = "select count(*) from millrace.job where id = any (?)";

    /**
     * Looks for jobs, and counts them.
     *
     * @param since before the first of them ended
     * @throws IllegalStateException when one was lost, ended twice, or did not complete
     */
    public static JobsEnded of(RunningSystem system, List<UUID> ids, Instant since) throws SQLException {
        Array all = system.connection().createArrayOf("uuid", ids.toArray());
        try (PreparedStatement archived = system.connection().prepareStatement(ARCHIVED);
                PreparedStatement live = system.connection().prepareStatement(LIVE)) {
            archived.setArray(1, all);
            archived.setObject(2, since.minusSeconds(1).atOffset(java.time.ZoneOffset.UTC));
            live.setArray(1, all);
            try (ResultSet ended = archived.executeQuery();
                    ResultSet alive = live.executeQuery()) {
                ended.next();
                alive.next();
                int rows = ended.getInt(1);
                int distinct = ended.getInt(2);
                int otherwise = ended.getInt(3);
                if (rows != ids.size() || distinct != rows || otherwise != 0 || alive.getInt(1) != 0) {
                    throw new IllegalStateException(
                            "of %d jobs %d ended, %d of them once, %d otherwise than completed; %d are alive"
                                    .formatted(
                                            ids.size(),
                                            distinct,
                                            rows - 2 * (rows - distinct),
                                            otherwise,
                                            alive.getInt(1)));
                }
                return new JobsEnded(
                        ids.size(), rows - otherwise, ended.getInt(4), time(ended, 5), time(ended, 6), time(ended, 7));
            }
        } finally {
            all.free();
        }
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** From the first claim to the last end. */
    public Duration draining() {
        return Duration.between(firstStarted, lastFinished);
    }

    /** From the first acceptance to the last end. */
    public Duration whole() {
        return Duration.between(firstCreated, lastFinished);
    }
}
