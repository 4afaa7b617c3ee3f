package dev.millrace.core.statistics;

import dev.millrace.core.job.Priority;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The charts' numbers over time, from counts that are kept by the slot: what a chart costs depends on its points and groups,
 * never on how many jobs there were. Counts are a few seconds behind.
 *
 * <p>Any call may fail with {@link StoreUnavailable}, also when the statement ran longer than it may.
 */
public final class TimeSeries {
    /** What the rest is called among the rows. */
    private static final String REST = null;

    private static final double MILLISECONDS = 1_000;

    private final Database database;
    private final Clock clock;
    private final Duration statementTimeout;

    /** @param statementTimeout how long PostgreSQL may work on one statement of a chart */
    public TimeSeries(Database database, Clock clock, Duration statementTimeout) {
        this.database = database;
        this.clock = clock;
        this.statementTimeout = statementTimeout;
    }

    /** The lines of a chart: those of the groups that count most, the most first, then the rest, if there is one. */
    public Uni<List<Series>> read(SeriesQuery query) {
        return database.inTransaction(transaction -> transaction
                .run("bound_reading", Tuple.of(Long.toString(statementTimeout.toMillis())))
                .chain(() -> query.metric().isOfDepth() ? depth(transaction, query) : history(transaction, query)));
    }

    private Uni<List<Series>> history(Database.Transaction transaction, SeriesQuery query) {
        return groups(transaction, query).chain(groups -> transaction
                .run(
                        "read_series",
                        filter(query)
                                .addValue(query.grouping().wireName())
                                .addValue(groups.toArray(String[]::new))
                                .addValue(query.step().minutes()))
                .map(rows -> history(query, groups, rows)));
    }

    private static Uni<List<String>> groups(Database.Transaction transaction, SeriesQuery query) {
        return query.grouping() == Grouping.NONE
                ? Uni.createFrom().item(List.of(""))
                : transaction
                        .run(
                                "rank_series",
                                filter(query)
                                        .addValue(query.grouping().wireName())
                                        .addValue(query.groups()))
                        .map(rows -> Rows.list(rows, row -> row.getString("name")));
    }

    private static Tuple filter(SeriesQuery query) {
        return Tuple.tuple()
                .addValue((short) query.step().slot().minutes())
                .addValue(query.metric().kind().measure())
                .addValue(Rows.offsetDateTime(query.from()))
                .addValue(Rows.offsetDateTime(query.to()))
                .addValue(texts(query.metric().outcomes()))
                .addValue(texts(query.queues()))
                .addValue(texts(query.jobTypes()));
    }

    private List<Series> history(SeriesQuery query, List<String> groups, RowSet<Row> rows) {
        Map<String, Cell[]> lines = new LinkedHashMap<>();
        groups.forEach(group -> lines.put(group, new Cell[query.points()]));
        for (Row row : rows) {
            Cell[] line = lines.computeIfAbsent(row.getString("name"), ignored -> new Cell[query.points()]);
            int point = query.point(Rows.instant(row, "step"));
            Cell cell = line[point] == null ? new Cell() : line[point];
            line[point] = cell;
            cell.add(row);
        }
        Instant now = clock.instant();
        Map<String, Function<Integer, Double>> values = new LinkedHashMap<>();
        lines.forEach((group, line) -> values.put(group, point -> value(query, line[point], point, now)));
        return series(query, values);
    }

    private static Double value(SeriesQuery query, Cell cell, int point, Instant now) {
        Metric metric = query.metric();
        long jobs = cell == null ? 0 : cell.jobs;
        return switch (metric.kind()) {
            case COUNT -> (double) jobs;
            case RATE -> jobs / seconds(query, point, now);
            case ERROR_RATIO -> jobs == 0 ? null : (double) cell.failed / jobs;
            case WAIT, RUN -> cell == null ? null : value(new Histogram(cell.buckets).quantile(metric.share()));
            case DEPTH, OLDEST_PENDING_AGE -> throw new IllegalArgumentException(metric.wireName());
        };
    }

    /** How long a step is, as far as it has passed. */
    private static double seconds(SeriesQuery query, int point, Instant now) {
        Instant begin = query.from().plus(query.step().duration().multipliedBy(point));
        Instant end = begin.plus(query.step().duration());
        Instant passed = now.isBefore(end) && now.isAfter(begin) ? now : end;
        return Math.max(MILLISECONDS, Duration.between(begin, passed).toMillis()) / MILLISECONDS;
    }

    private Uni<List<Series>> depth(Database.Transaction transaction, SeriesQuery query) {
        return transaction
                .run(
                        "read_depth_series",
                        Tuple.tuple()
                                .addValue((short) query.step().slot().minutes())
                                .addValue(Rows.offsetDateTime(query.from()))
                                .addValue(Rows.offsetDateTime(query.to()))
                                .addValue(texts(query.queues()))
                                .addValue(query.grouping().wireName())
                                .addValue(query.step().minutes()))
                .map(rows -> depth(query, rows));
    }

    private static List<Series> depth(SeriesQuery query, RowSet<Row> rows) {
        boolean ofAge = query.metric().kind() == Metric.Kind.OLDEST_PENDING_AGE;
        Map<String, Double[]> lines = new TreeMap<>();
        if (query.grouping() == Grouping.NONE) {
            lines.put("", new Double[query.points()]);
        }
        for (Row row : rows) {
            String name = row.getString("name");
            String group = query.grouping() == Grouping.PRIORITY
                    ? Priority.ofRank(Short.parseShort(name)).wireName()
                    : name;
            lines.computeIfAbsent(group, ignored -> new Double[query.points()])[
                            query.point(Rows.instant(row, "step"))] =
                    ofAge ? row.getDouble("oldest_pending_age_seconds") : (double) row.getLong("pending");
        }
        List<String> ranked = lines.keySet().stream()
                .sorted(Comparator.comparingDouble((String group) -> -total(lines.get(group)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Map<String, Function<Integer, Double>> values = new LinkedHashMap<>();
        for (String group : ranked.subList(0, Math.min(query.groups(), ranked.size()))) {
            values.put(group, point -> lines.get(group)[point]);
        }
        if (ranked.size() > query.groups()) {
            List<String> rest = ranked.subList(query.groups(), ranked.size());
            values.put(
                    REST,
                    point -> joined(
                            ofAge,
                            rest.stream().map(group -> lines.get(group)[point]).toList()));
        }
        return series(query, values);
    }

    private static Double joined(boolean ofAge, List<Double> values) {
        List<Double> known = values.stream().filter(value -> value != null).toList();
        if (known.isEmpty()) {
            return null;
        }
        return ofAge
                ? known.stream().mapToDouble(Double::doubleValue).max().orElseThrow()
                : known.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double total(Double[] values) {
        return Arrays.stream(values)
                .filter(value -> value != null)
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static List<Series> series(SeriesQuery query, Map<String, Function<Integer, Double>> lines) {
        List<Series> series = new ArrayList<>(lines.size());
        lines.forEach((group, value) -> {
            List<Double> values = new ArrayList<>(query.points());
            for (int point = 0; point < query.points(); point++) {
                values.add(value.apply(point));
            }
            series.add(new Series(group, values));
        });
        return series;
    }

    private static Double value(OptionalDouble quantile) {
        return quantile.isPresent() ? quantile.getAsDouble() : null;
    }

    private static String[] texts(List<String> values) {
        return values.isEmpty() ? null : values.toArray(String[]::new);
    }

    /** What one group counted in one step. */
    private static final class Cell {
        private final Map<Integer, Long> buckets = new HashMap<>();
        private long jobs;
        private long failed;

        void add(Row row) {
            long count = row.getLong("jobs");
            jobs += count;
            if (!row.getString("outcome").equals("completed")) {
                failed += count;
            }
            buckets.merge((int) row.getShort("bucket"), count, Long::sum);
        }
    }
}
