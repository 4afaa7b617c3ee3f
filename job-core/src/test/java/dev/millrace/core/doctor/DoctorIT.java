package dev.millrace.core.doctor;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.BrokerInspection;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.migration.SchemaCheck;
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.JobBuilder;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What the doctor says of real servers that are well, and of those that were made ill. */
class DoctorIT {
    private static final int CONNECT_SECONDS = 20;

    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    private FreshDatabase database;
    private TestStore store;

    @BeforeEach
    void make() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
    }

    @AfterEach
    void drop() {
        store.close();
        database.close();
    }

    @Test
    void serversThatAreWellAreFoundWell() {
        aWorker("default", "noop");
        submit(aJob());

        assertThat(bad(server().look())).isEmpty();
        assertThat(bad(schema().look())).isEmpty();
        assertThat(bad(work().look())).isEmpty();
    }

    @Test
    void aDatabaseThatLosesCommitsIsSeen() {
        store.query("ALTER DATABASE " + database + " SET synchronous_commit = off");
        database.terminateConnections();

        assertThat(bad(server().look()))
                .containsExactly("synchronous_commit is off: accepted jobs are lost when the server goes down");
    }

    @Test
    void aDatabaseWithoutASchemaIsAFindingOfEachThatNeedsOne() {
        store.query("DROP SCHEMA millrace CASCADE");
        database.terminateConnections();

        assertThat(bad(server().look())).isEmpty();
        assertThat(bad(schema().look()))
                .singleElement()
                .asString()
                .startsWith("the database has no schema of Millrace's yet");
        assertThat(bad(work().look())).singleElement().asString().startsWith("it cannot be looked at: ");
    }

    @Test
    void whatIsFoundIsWrittenDownWithAdviceAndTheBadIsCounted() {
        submit(aJob());
        var paper = new ByteArrayOutputStream();

        int answer = new Doctor(List.of(server(), work()), new PrintStream(paper, true, UTF_8)).look();

        assertThat(answer).isEqualTo(Doctor.ILL);
        assertThat(paper.toString(UTF_8))
                .contains(
                        "PostgreSQL\n  ok    version ",
                        "Work\n",
                        "  bad   no worker lives, and jobs wait\n        start job-worker")
                .endsWith("\n\n3 to mend.\n");
    }

    @Test
    void aClockThatIsOffIsSeen() {
        var late = new ServerExamination(store.database(), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));

        assertThat(bad(late.look()))
                .singleElement()
                .asString()
                .matches("its clock and this machine's differ by (600\\.\\d|599\\.\\d) s");
    }

    @Test
    void aServerThatIsAwayIsAFinding() {
        try (TcpProxy network = database.proxy();
                TestStore cutOff = TestStore.through(database, network)) {
            network.refuse(true);

            assertThat(bad(new ServerExamination(cutOff.database(), Clock.systemUTC()).look()))
                    .singleElement()
                    .asString()
                    .startsWith("it cannot be asked: ");
            assertThat(bad(new WorkExamination(cutOff.database()).look())).hasSize(1);
        }
    }

    @Test
    void partitionsThatNobodyHasMadeAreMissed() {
        store.query(
                "DO $$ DECLARE part text; BEGIN FOR part IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'job_log_2%' AND"
                        + " right(relname, 8) > to_char((now() AT TIME ZONE 'UTC')::date + 1, 'YYYYMMDD') LOOP"
                        + " EXECUTE 'DROP TABLE millrace.' || part; END LOOP; END $$");

        assertThat(bad(schema().look())).containsExactly("finished jobs or logs have partitions up to tomorrow only");

        store.query(
                "DO $$ BEGIN EXECUTE 'DROP TABLE millrace.job_archive_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD'); END $$");

        assertThat(bad(schema().look()))
                .containsExactly("finished jobs or logs have no partition for today: nothing of them can be written");
    }

    @Test
    void aTableFullOfDeadRowsIsSeen() {
        store.query("ALTER TABLE millrace.job SET (autovacuum_enabled = off)");
        store.query(
                "INSERT INTO millrace.job (id, job_type, queue, priority, status, payload, max_retries, retry_base_ms,"
                        + " retry_max_ms, timeout_seconds, created_at, run_at) SELECT gen_random_uuid(), 'noop', 'default', 0,"
                        + " 'pending', '{}', 0, 1, 1, 1, now(), now() FROM generate_series(1, 100001)");
        store.query("DELETE FROM millrace.job");

        await().atMost(Duration.ofSeconds(CONNECT_SECONDS)).untilAsserted(() -> assertThat(doubtful(schema().look()))
                .containsExactly("the table of live jobs has 100001 dead rows beside 0"));
    }

    @Test
    void whoeverHoldsAnotherUpIsSeen() throws Exception {
        try (Connection holder = database.connect();
                Connection waiter = database.connect();
                Statement holding = holder.createStatement();
                Statement waiting = waiter.createStatement()) {
            holder.setAutoCommit(false);
            holding.execute("LOCK TABLE millrace.queue");
            int process = holder.unwrap(PGConnection.class).getBackendPID();
            waiting.execute("SET lock_timeout = '20 s'");
            Thread.ofVirtual().start(() -> {
                try {
                    waiting.execute("SELECT count(*) FROM millrace.queue");
                } catch (SQLException ended) {
                    // Its connection is closed while it waits.
                }
            });

            await().atMost(Duration.ofSeconds(CONNECT_SECONDS)).untilAsserted(() -> assertThat(bad(server().look()))
                    .singleElement()
                    .asString()
                    .matches("somebody has waited for \\d+ s for what process " + process + " holds"));
            waiter.unwrap(PGConnection.class).cancelQuery();
        }
    }

    @Test
    void workThatNobodyDoesIsSeen() {
        submit(aJob().queue("media"));
        submit(aJob().type("resize"));
        aWorker("default", "noop");

        assertThat(bad(work().look()))
                .containsExactly(
                        "jobs wait in queues that no worker serves: media",
                        "jobs wait whose type no worker can run: resize");
    }

    @Test
    void withoutAnyWorkerOnlyJobsThatWaitMakeItAFault() {
        assertThat(bad(work().look())).isEmpty();
        assertThat(doubtful(work().look())).containsExactly("no worker lives");

        submit(aJob());

        assertThat(bad(work().look())).contains("no worker lives, and jobs wait");
    }

    @Test
    void aPausedQueueIsDoubtedOnlyAndOnlyWhileJobsWaitInIt() {
        aWorker("default", "noop");
        store.query(
                "INSERT INTO millrace.queue (name, paused_at) VALUES ('media', now()) ON CONFLICT (name) DO UPDATE SET paused_at = now()");
        assertThat(doubtful(work().look())).isEmpty();

        submit(aJob().queue("media"));

        assertThat(bad(work().look())).isEmpty();
        assertThat(doubtful(work().look())).containsExactly("jobs wait in paused queues: media");
    }

    @Test
    void whatTheSchedulerHasLeftIsSeen() {
        aWorker("default", "noop");
        submit(aJob());
        submit(aJob().delay(Duration.ofHours(1)));
        store.query("UPDATE millrace.outbox SET due_at = now() - interval '40 s'");
        store.query("UPDATE millrace.job SET due_at = now() - interval '50 s' WHERE due_at IS NOT NULL");

        assertThat(bad(work().look()))
                .containsExactly(
                        "tickets have waited to be published for 40 s",
                        "jobs whose time has come have waited to be made ready for 50 s");
    }

    @Test
    void aLostWorkerWhoseJobsNobodyTookIsSeen() {
        UUID lost = aWorker("default", "noop");
        UUID id = submit(aJob());
        await(store.jobs().claim(List.of(id), lost));
        aWorker("default", "noop");
        store.query("UPDATE millrace.worker SET last_heartbeat_at = now() - interval '2 min' WHERE id = ?", lost);

        assertThat(bad(work().look())).containsExactly("1 lost workers still hold jobs");
    }

    @Test
    void lanesThatAreMissedAreToldFromThoseThatNobodyNeedsYet() {
        store.query("INSERT INTO millrace.queue (name) VALUES ('fresh') ON CONFLICT DO NOTHING");

        assertThat(bad(brokerExamination().look())).isEmpty();
        assertThat(doubtful(brokerExamination().look()))
                .singleElement()
                .asString()
                .contains("fresh/high");

        submit(aJob().queue("fresh"));

        assertThat(bad(brokerExamination().look()))
                .singleElement()
                .asString()
                .startsWith("jobs wait whose lanes have no queue: ")
                .contains("fresh/medium");
    }

    @Test
    void aLaneThatSomebodyHasDeletedIsMissed() throws Exception {
        store.query("INSERT INTO millrace.queue (name) VALUES ('torn') ON CONFLICT DO NOTHING");
        submit(aJob().queue("torn"));
        for (Priority priority : Priority.values()) {
            publish(new Lane("torn", priority));
        }
        assertThat(bad(brokerExamination().look())).noneMatch(what -> what.contains("have no queue"));

        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUrl());
        try (com.rabbitmq.client.Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueDelete(Topology.laneQueue(new Lane("torn", Priority.MEDIUM)));
        }

        assertThat(bad(brokerExamination().look())).contains("jobs wait whose lanes have no queue: torn/medium");
    }

    @Test
    void ticketsThatNobodyTakesAreSeen() {
        store.query("INSERT INTO millrace.queue (name) VALUES ('untaken') ON CONFLICT DO NOTHING");
        Lane lane = new Lane("untaken", Priority.LOW);
        publish(lane);

        assertThat(bad(brokerExamination().look())).containsExactly("tickets wait that no worker takes: untaken/low");
    }

    @Test
    void aBrokerThatRefusesItsGuestsSaysSo() {
        String wrong = broker.amqpUrl().replaceFirst("//[^@]*@", "//nobody:wrong@");

        assertThat(bad(examinationOf(wrong).look())).singleElement().asString().contains("ACCESS_REFUSED");
        assertThat(bad(examinationOf("amqp://nobody:there@127.0.0.1:1/").look()))
                .containsExactly("it cannot be asked: Connection refused");
    }

    private ServerExamination server() {
        return new ServerExamination(store.database(), Clock.systemUTC());
    }

    private SchemaExamination schema() {
        return new SchemaExamination(new SchemaCheck(store.database()), new Statistics(store.database()));
    }

    private WorkExamination work() {
        return new WorkExamination(store.database());
    }

    private BrokerExamination brokerExamination() {
        return examinationOf(broker.amqpUrl());
    }

    private BrokerExamination examinationOf(String url) {
        return new BrokerExamination(new BrokerInspection(BrokerAddress.parse(url), "doctor"), work());
    }

    /** Puts a ticket into a lane, which makes it. */
    private static void publish(Lane lane) {
        try (var publisher = new TicketPublisher(BrokerAddress.parse(broker.amqpUrl()), "doctor test")) {
            await().atMost(Duration.ofSeconds(CONNECT_SECONDS)).until(publisher::available);
            publisher
                    .publish(lane, new JobTicket(List.of(UUID.randomUUID())))
                    .toCompletableFuture()
                    .join();
        }
    }

    private UUID submit(JobBuilder job) {
        NewJob built = job.build();
        await(store.jobs().accept(built));
        return built.id();
    }

    private UUID aWorker(String queue, String type) {
        UUID id = UUID.randomUUID();
        store.query(
                "INSERT INTO millrace.worker (id, host, process_id, version, queues, job_types, slots)"
                        + " VALUES (?, 'here', 1, 'test', ARRAY[?], ARRAY[?], 1)",
                id,
                queue,
                type);
        return id;
    }

    private static List<String> bad(List<Finding> findings) {
        return findings.stream()
                .filter(Finding.Bad.class::isInstance)
                .map(Finding::what)
                .toList();
    }

    private static List<String> doubtful(List<Finding> findings) {
        return findings.stream()
                .filter(Finding.Doubtful.class::isInstance)
                .map(Finding::what)
                .filter(what -> !what.contains("superuser"))
                .toList();
    }
}
