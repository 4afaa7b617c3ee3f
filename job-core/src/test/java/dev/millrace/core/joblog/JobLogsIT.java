package dev.millrace.core.joblog;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.store.WorkerCard;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobLogsIT {
    private static FreshDatabase database;
    private static TestStore store;

    private final UUID jobId = new TimeOrderedJobIds().next();
    private final UUID worker = new TimeOrderedJobIds().next();
    private JobLogs logs;

    @BeforeAll
    static void migrate() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
    }

    @AfterAll
    static void drop() {
        store.close();
        database.close();
    }

    @BeforeEach
    void register() {
        logs = store.jobLogs();
        register(worker);
    }

    @Test
    void aWriteThatIsOfferedAgainCountsOnce() {
        await(logs.write(worker, 1, List.of(line(jobId, "one"), line(jobId, "two"))));
        await(logs.write(worker, 1, List.of(line(jobId, "one"), line(jobId, "two"))));
        await(logs.write(worker, 2, List.of(line(jobId, "three"))));

        assertLog("one", "two", "three");
    }

    @Test
    void aWriteThatIsStillUnderWayWhenItIsOfferedAgainCountsOnce() throws SQLException {
        await(logs.write(worker, 1, List.of(line(jobId, "zero"))));
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            execute(other, "SELECT FROM millrace.job_log_writer WHERE worker_id = '" + worker + "' FOR UPDATE");
            Uni<Void> twice = Uni.join()
                    .all(
                            logs.write(worker, 2, List.of(line(jobId, "one"))),
                            logs.write(worker, 2, List.of(line(jobId, "one"))))
                    .andFailFast()
                    .replaceWithVoid();
            var under = twice.subscribeAsCompletionStage();
            Awaitility.await()
                    .until(() -> store.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock'")
                            == 2);
            other.commit();
            Awaitility.await().until(under::isDone);
        }

        assertLog("zero", "one");
    }

    @Test
    void aPageGoesOnAfterTheOneBefore() {
        await(logs.write(
                worker,
                1,
                IntStream.range(0, 25).mapToObj(i -> line(jobId, "line " + i)).toList()));

        Awaitility.await().until(() -> all(jobId).size() == 25);

        List<String> read = new ArrayList<>();
        LogPosition after = LogPosition.BEGINNING;
        for (List<StoredLine> page = page(jobId, after); !page.isEmpty(); page = page(jobId, after)) {
            read.addAll(texts(page));
            after = page.getLast().position();
        }

        assertThat(read)
                .isEqualTo(IntStream.range(0, 25).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void aReaderOfOneJobMissesNoLineOfAWriteThatBeganEarlierAndEndsLater() throws SQLException {
        UUID slow = new TimeOrderedJobIds().next();
        register(slow);
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            execute(other, insert(slow, jobId, "early but slow"));
            await(logs.write(worker, 1, List.of(line(jobId, "late but fast"))));

            assertThat(all(jobId))
                    .as("held back, or the slow one would be missed")
                    .isEmpty();

            other.commit();
        }

        assertLog("early but slow", "late but fast");
    }

    @Test
    void aPollShowsEachLineOnceWhateverTheOrderInWhichWritesEnd() throws SQLException {
        UUID slow = new TimeOrderedJobIds().next();
        register(slow);
        LogTail tail = await(logs.poll(LogTail.BEGINNING, 100)).tail();
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            execute(other, insert(slow, jobId, "early but slow"));
            await(logs.write(worker, 1, List.of(line(jobId, "late but fast"))));

            LogNews first = await(logs.poll(tail, 100));
            assertThat(texts(own(first))).containsExactly("late but fast");
            LogNews nothing = await(logs.poll(first.tail(), 100));
            assertThat(own(nothing)).isEmpty();
            other.commit();

            LogNews second = await(logs.poll(nothing.tail(), 100));
            assertThat(texts(own(second))).containsExactly("early but slow");
            assertThat(own(await(logs.poll(second.tail(), 100)))).isEmpty();
        }
    }

    @Test
    void manyWritersAndAPollerAtOnceLoseNothingAndDoubleNothing() {
        List<UUID> writers = IntStream.range(0, 6)
                .mapToObj(i -> new TimeOrderedJobIds().next())
                .toList();
        writers.forEach(this::register);
        LogTail tail = await(logs.poll(LogTail.BEGINNING, 10_000)).tail();
        int writes = 60;
        var writing = Multi.createFrom()
                .iterable(writers)
                .onItem()
                .transformToUniAndMerge(writer -> Multi.createFrom()
                        .range(1, writes + 1)
                        .onItem()
                        .transformToUniAndConcatenate(number -> logs.write(
                                writer,
                                number,
                                List.of(line(jobId, writer + "/" + number), line(jobId, "x" + writer + number))))
                        .collect()
                        .asList())
                .collect()
                .asList()
                .subscribeAsCompletionStage();

        List<String> seen = new ArrayList<>();
        boolean last = false;
        while (!last) {
            last = writing.isDone();
            LogNews news = await(logs.poll(tail, 10_000));
            tail = news.tail();
            seen.addAll(texts(own(news)));
            assertThat(news.skipped()).isZero();
        }

        assertThat(seen).hasSize(writers.size() * writes * 2).doesNotHaveDuplicates();
    }

    @Test
    void aFloodIsSkippedToItsLatestLinesAndCounted() {
        LogTail tail = await(logs.poll(LogTail.BEGINNING, 100)).tail();
        await(logs.write(
                worker,
                1,
                IntStream.range(0, 500).mapToObj(i -> line(jobId, "line " + i)).toList()));

        LogNews news = await(logs.poll(tail, 100));

        assertThat(texts(news.lines()))
                .isEqualTo(IntStream.range(400, 500).mapToObj(i -> "line " + i).toList());
        assertThat(news.skipped()).isEqualTo(400);
        assertThat(await(logs.poll(news.tail(), 100)).lines()).isEmpty();
    }

    /** Whatever else runs on the server may hold lines back for a moment. */
    private void assertLog(String... expected) {
        Awaitility.await().untilAsserted(() -> assertThat(texts(all(jobId))).containsExactly(expected));
    }

    private void register(UUID id) {
        await(store.workers().register(new WorkerCard(id, "host", 1, "1", List.of("default"), List.of("any"), 1)));
    }

    private List<StoredLine> own(LogNews news) {
        return news.lines().stream()
                .filter(line -> line.line().jobId().equals(jobId))
                .toList();
    }

    private List<StoredLine> all(UUID id) {
        return await(logs.page(new LogReader(id, LogPosition.BEGINNING), 10_000));
    }

    private List<StoredLine> page(UUID id, LogPosition after) {
        return await(logs.page(new LogReader(id, after), 10));
    }

    private static List<String> texts(List<StoredLine> lines) {
        return lines.stream().map(line -> line.line().message()).toList();
    }

    private static LogLine line(UUID jobId, String message) {
        return new LogLine(jobId, 1, "any", "default", LogLevel.INFO, Instant.EPOCH, message, "{\"a\":1}");
    }

    private static String insert(UUID worker, UUID jobId, String message) {
        return "INSERT INTO millrace.job_log (job_id, attempt, worker_id, job_type, queue, level, logged_at, message, line)"
                + " VALUES ('" + jobId + "', 1, '" + worker + "', 'any', 'default', 'info', now(), '" + message
                + "', 1)";
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
