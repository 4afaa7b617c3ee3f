package dev.millrace.scheduler.testing;

import dev.millrace.core.testing.FreshDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into a test's database, and arranges what would take too long to wait for. */
public final class Sql implements AutoCloseable {
    private final Connection connection;

    public Sql(FreshDatabase database) {
        try {
            connection = database.connect();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Runs a statement. Returns how many rows it changed. */
    public int run(String statement, Object... parameters) {
        try (PreparedStatement prepared = prepare(statement, parameters)) {
            return prepared.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(statement, failure);
        }
    }

    /** The first column of every row. */
    public List<Object> column(String query, Object... parameters) {
        try (PreparedStatement prepared = prepare(query, parameters);
                ResultSet rows = prepared.executeQuery()) {
            List<Object> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getObject(1));
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(query, failure);
        }
    }

    /** The first column of the only row. */
    public Object one(String query, Object... parameters) {
        List<Object> values = column(query, parameters);
        if (values.size() != 1) {
            throw new IllegalStateException(query + " answered " + values.size() + " rows");
        }
        return values.getFirst();
    }

    /** A count. */
    public long count(String query, Object... parameters) {
        return ((Number) one(query, parameters)).longValue();
    }

    /** Empties every table that a test may have filled. */
    public void clear() {
        run("TRUNCATE millrace.job, millrace.job_archive, millrace.attempt, millrace.outbox, millrace.worker,"
                + " millrace.rollup_slot, millrace.rollup_delta, millrace.depth, millrace.depth_slot,"
                + " millrace.schedule, millrace.schedule_fire, millrace.idempotency_key, millrace.unique_key,"
                + " millrace.job_log_writer, millrace.lane_watch, millrace.reannouncement");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private PreparedStatement prepare(String statement, Object... parameters) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < parameters.length; i++) {
            prepared.setObject(i + 1, parameters[i]);
        }
        return prepared;
    }
}
