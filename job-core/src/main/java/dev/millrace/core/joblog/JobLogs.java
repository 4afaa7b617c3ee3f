package dev.millrace.core.joblog;

import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.JobReader;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StorableText;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The log of all jobs. Any call may fail with {@link StoreUnavailable}. */
public final class JobLogs {
    /** How many new lines are counted when there are more than are wanted. */
    public static final int MOST_COUNTED = 100_000;

    private final Database database;

    public JobLogs(Database database) {
        this.database = database;
    }

    /**
     * Writes lines of a worker in their order, all or none.
     *
     * @param number greater than that of the worker's writes before; a write whose outcome is unknown may be offered again under
     *     its own number, and counts once
     */
    public Uni<Void> write(UUID workerId, long number, List<LogLine> lines) {
        Sealing sealing = database.sealing();
        return database.run(
                        "write_job_log",
                        Tuple.tuple()
                                .addValue(workerId)
                                .addValue(number)
                                .addValue(column(lines, LogLine::jobId, UUID[]::new))
                                .addValue(column(lines, LogLine::attempt, Integer[]::new))
                                .addValue(column(lines, LogLine::jobType, String[]::new))
                                .addValue(column(lines, LogLine::queue, String[]::new))
                                .addValue(column(lines, line -> line.level().wireName(), String[]::new))
                                .addValue(column(
                                        lines, line -> Rows.offsetDateTime(line.loggedAt()), OffsetDateTime[]::new))
                                .addValue(column(
                                        lines,
                                        line -> sealing.seal(
                                                SealedField.LOG_MESSAGE, line.jobId(), StorableText.of(line.message())),
                                        String[]::new))
                                .addValue(column(
                                        lines,
                                        line -> sealing.sealJson(SealedField.LOG_FIELDS, line.jobId(), line.fields()),
                                        String[]::new)))
                .replaceWithVoid();
    }

    /** The lines of one job that follow, oldest first. */
    public Uni<List<StoredLine>> page(LogReader reader, int limit) {
        return pages(List.of(reader), limit).map(List::getFirst);
    }

    /**
     * What follows for each of several readers, in one statement. None misses a line, whoever writes meanwhile, unless a write
     * takes more than three seconds while another worker writes of the same job.
     *
     * @param limit how many lines each at most
     * @return one list a reader, in their order
     */
    public Uni<List<List<StoredLine>>> pages(List<LogReader> readers, int limit) {
        Tuple parameters = Tuple.tuple()
                .addValue(IntStream.range(0, readers.size()).boxed().toArray(Integer[]::new))
                .addValue(column(readers, LogReader::jobId, UUID[]::new))
                .addValue(column(
                        readers,
                        reader -> Rows.offsetDateTime(JobReader.surelyBefore(reader.jobId())),
                        OffsetDateTime[]::new))
                .addValue(column(
                        readers, reader -> Long.toUnsignedString(reader.after().transaction()), String[]::new))
                .addValue(column(readers, reader -> reader.after().line(), Integer[]::new))
                .addValue(limit);
        return database.run("list_job_logs", parameters).map(rows -> {
            List<List<StoredLine>> pages = new ArrayList<>();
            readers.forEach(reader -> pages.add(new ArrayList<>()));
            rows.forEach(row -> pages.get(row.getInteger("number")).add(StoredLine.of(database.sealing(), row)));
            return pages;
        });
    }

    /**
     * The lines of all jobs that have become visible since the look before: each is shown once, and none is missed.
     *
     * @param limit how many lines at most; when there are more, these are the latest
     */
    public Uni<LogNews> poll(LogTail tail, int limit) {
        return database.run("poll_job_log", Tuple.of(tail.snapshot(), tail.floor(), limit, MOST_COUNTED))
                .map(rows -> {
                    Row first = rows.iterator().next();
                    List<StoredLine> lines = first.getUUID("job_id") == null
                            ? List.of()
                            : Rows.list(rows, row -> StoredLine.of(database.sealing(), row));
                    return new LogNews(
                            tail.movedTo(first.getString("snapshot"), first.getString("newest"), System.nanoTime()),
                            lines,
                            Math.max(0, first.getLong("found") - lines.size()));
                });
    }

    private static <T, C> C[] column(List<T> rows, Function<T, C> value, IntFunction<C[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
