package dev.millrace.core.store;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcceptanceIT {
    private FreshDatabase database;
    private TestStore store;

    @BeforeEach
    void migrate() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
    }

    @AfterEach
    void drop() {
        store.close();
        database.close();
    }

    @Test
    void anAcceptedJobIsWrittenWithTheTicketThatAnnouncesIt() {
        NewJob job = aJob().payload("{\"n\": 12345678901234567890.10}")
                .tags("a\"b", "c,{d}", "NULL")
                .build();

        AcceptedJob accepted = await(store.jobs().accept(job));

        assertThat(accepted.status()).isEqualTo(JobStatus.PENDING);
        Job found = await(store.reader().find(job.id())).orElseThrow();
        assertThat(found.payload()).isEqualTo("{\"n\": 12345678901234567890.10}");
        assertThat(found.tags()).containsExactly("a\"b", "c,{d}", "NULL");
        assertThat(found.createdAt()).isEqualTo(accepted.createdAt());
        assertThat(store.query("select id || ' ' || array_to_string(job_ids, ',') from millrace.outbox"))
                .containsExactly(accepted.ticketId() + " " + job.id());
    }

    @Test
    void aJobOfTheFutureIsScheduledAndNotAnnounced() {
        AcceptedJob delayed =
                await(store.jobs().accept(aJob().delay(Duration.ofHours(1)).build()));
        AcceptedJob timed = await(store.jobs()
                .accept(aJob().runAt(Instant.parse("2199-01-01T00:00:00Z")).build()));
        AcceptedJob past = await(store.jobs()
                .accept(aJob().runAt(Instant.parse("1999-01-01T00:00:00Z")).build()));

        assertThat(delayed.status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(delayed.ticketId()).isNull();
        assertThat(Duration.between(delayed.createdAt(), delayed.runAt())).isEqualTo(Duration.ofHours(1));
        assertThat(timed.status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(timed.runAt()).isEqualTo(Instant.parse("2199-01-01T00:00:00Z"));
        assertThat(past.status()).isEqualTo(JobStatus.PENDING);
        assertThat(past.runAt()).isEqualTo(past.createdAt());
    }

    @Test
    void ticketsHoldJobsOfOneLaneAndNoMoreThanTheirTypeAllows() {
        List<NewJob> jobs = Stream.of(
                        IntStream.range(0, 25)
                                .mapToObj(i -> aJob().ticketSize(10).build()),
                        IntStream.range(0, 3).mapToObj(i -> aJob().ticketSize(1).build()),
                        IntStream.range(0, 4).mapToObj(i -> aJob().ticketSize(10)
                                .priority(Priority.HIGH)
                                .build()),
                        IntStream.range(0, 5)
                                .mapToObj(i ->
                                        aJob().ticketSize(10).queue("other").build()))
                .flatMap(each -> each)
                .toList();

        List<AcceptedJob> accepted = await(store.jobs().acceptAll(jobs));

        assertThat(accepted)
                .extracting(each -> each.submitted().id())
                .containsExactlyElementsOf(jobs.stream().map(NewJob::id).toList());
        assertThat(store.query("""
                        select queue || ' ' || priority || ' ' || cardinality(job_ids) from millrace.outbox
                        order by queue, priority, cardinality(job_ids) desc"""))
                .containsExactly(
                        "default 0 4",
                        "default 1 10",
                        "default 1 10",
                        "default 1 5",
                        "default 1 1",
                        "default 1 1",
                        "default 1 1",
                        "other 1 5");
    }

    @Test
    void aJobThatTheDatabaseRefusesFailsAloneAndItsNeighboursAreAccepted() {
        JobStore jobs = store.jobs();
        List<CompletableFuture<AcceptedJob>> answers = IntStream.range(0, 30)
                .mapToObj(i -> jobs.accept(aJob().payload(i % 10 == 3 ? "{\"n\": 1e200000}" : "{\"n\": 1}")
                                .build())
                        .subscribeAsCompletionStage())
                .toList();

        for (int i = 0; i < 30; i++) {
            if (i % 10 == 3) {
                assertThat(answers.get(i)
                                .handle((ok, failure) -> StoreFault.of(failure))
                                .join())
                        .isEqualTo(StoreFault.REFUSED);
            } else {
                assertThat(answers.get(i).join().status()).isEqualTo(JobStatus.PENDING);
            }
        }
        assertThat(store.count("select count(*) from millrace.job")).isEqualTo(27);
    }

    @Test
    void aBulkIsAcceptedAllOrNone() {
        List<NewJob> jobs =
                List.of(aJob().build(), aJob().payload("{\"n\": 1e200000}").build(), aJob().build());

        var answer = store.jobs().acceptAll(jobs).subscribeAsCompletionStage();

        assertThat(answer.handle((ok, failure) -> StoreFault.of(failure)).join())
                .isEqualTo(StoreFault.REFUSED);
        assertThat(store.count("select count(*) from millrace.job")).isZero();
        assertThat(store.count("select count(*) from millrace.outbox")).isZero();
    }

    @Test
    void whenPostgresqlIsAwayTheCallFailsSoonAndSaysSo() {
        try (TcpProxy proxy = database.proxy();
                TestStore cut = TestStore.through(database, proxy)) {
            await(cut.jobs().accept(aJob().build()));
            proxy.refuse(true);
            proxy.cut();

            var answer = cut.jobs().accept(aJob().build()).subscribeAsCompletionStage();

            assertThat(answer.handle((ok, failure) -> failure).join()).isInstanceOf(StoreUnavailable.class);
            proxy.heal();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> await(cut.jobs().accept(aJob().build())).status() == JobStatus.PENDING);
        }
    }

    @Test
    void aLeasedTicketIsGivenToNoOtherRelayAndADeletedOneToNone() {
        List<UUID> tickets = IntStream.range(0, 5)
                .mapToObj(i -> await(store.jobs().accept(aJob().build())).ticketId())
                .toList();
        store.query("update millrace.outbox set due_at = now()");

        List<ReadyTicket> first = await(store.outbox().lease(3, Duration.ofSeconds(30)));
        List<ReadyTicket> second = await(store.outbox().lease(10, Duration.ofSeconds(30)));
        List<ReadyTicket> third = await(store.outbox().lease(10, Duration.ofSeconds(30)));

        assertThat(Stream.concat(first.stream(), second.stream()).map(ReadyTicket::outboxId))
                .containsExactlyInAnyOrderElementsOf(tickets);
        assertThat(first).hasSize(3);
        assertThat(third).isEmpty();
        await(store.outbox().delete(tickets.getFirst()));
        assertThat(store.count("select count(*) from millrace.outbox")).isEqualTo(4);
    }
}
