package com.example.words;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.AcceptedJob;
import dev.millrace.core.store.JobTypeCard;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.JobBuilder;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The worker as it is packaged, on a PostgreSQL and a RabbitMQ. */
class CustomWorkerIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static FreshDatabase database;
    private static FreshBroker broker;
    private static TestStore store;
    private static TicketPublisher publisher;
    private static Process worker;

    @BeforeAll
    static void startTheWorker() throws IOException {
        database = RealServices.freshDatabase();
        broker = RealServices.freshBroker();
        store = TestStore.on(database);
        publisher = new TicketPublisher(BrokerAddress.parse(broker.amqpUrl()), "custom worker test");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens",
                        "java.base/java.lang=ALL-UNNAMED",
                        "-jar",
                        Path.of("target", "quarkus-app", "quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "worker.log").toFile());
        builder.environment().put("MILLRACE_PG_URL", database.url());
        builder.environment().put("MILLRACE_AMQP_URL", broker.amqpUrl());
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        worker = builder.start();
    }

    @AfterAll
    static void stopTheWorker() throws InterruptedException {
        worker.destroy();
        if (!worker.waitFor(30, TimeUnit.SECONDS)) {
            worker.destroyForcibly().waitFor();
        }
        publisher.close();
        store.close();
        broker.close();
        database.close();
    }

    @Test
    void theTeamsTypesAndNoOthersAreMadeKnown() {
        assertThat(awaitTypes()).extracting(JobTypeCard::name).containsExactly("count_words", "look_up_word");
        assertThat(awaitTypes()).extracting(JobTypeCard::queue).containsOnly("words");
    }

    @Test
    void jobsOfTheTeamsTypesAreRun() {
        NewJob counting = job("count_words", "{\"text\": \"to be or not to be\", \"most_frequent\": 1}");
        NewJob lookingUp = job("look_up_word", "{\"word\": \"worker\"}");
        NewJob unsound = job("count_words", "{\"text\": \" \"}");
        awaitTypes();

        submit(counting, lookingUp, unsound);

        assertThat(awaitStatus(counting, JobStatus.COMPLETED).result()).contains("\"words\": 6");
        assertThat(awaitStatus(lookingUp, JobStatus.COMPLETED).result()).isEqualTo("\"one who works\"");
        assertThat(awaitStatus(unsound, JobStatus.DEAD).error().type()).isEqualTo("UnreadablePayload");
    }

    private static NewJob job(String type, String payload) {
        return JobBuilder.aJob().type(type).queue("words").payload(payload).build();
    }

    private static List<JobTypeCard> awaitTypes() {
        return Awaitility.await()
                .atMost(SOON)
                .until(() -> await(store.jobTypes().list()), known -> known.size() == 2);
    }

    private static void submit(NewJob... jobs) {
        Awaitility.await().atMost(SOON).until(publisher::available);
        TicketAnnouncer announcer = new TicketAnnouncer(publisher, store.outbox());
        for (NewJob job : jobs) {
            AcceptedJob accepted = await(store.jobs().acceptAll(List.of(job))).getFirst();
            announcer.announce(List.of(
                    new ReadyTicket(accepted.ticketId(), new Lane(job.queue(), job.priority()), List.of(job.id()))));
        }
    }

    private static Job awaitStatus(NewJob job, JobStatus status) {
        return Awaitility.await()
                .atMost(SOON)
                .until(() -> await(store.reader().find(job.id())).orElseThrow(), found -> found.status() == status);
    }
}
