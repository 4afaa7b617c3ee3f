package dev.millrace.core.store;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestKeys.FIRST;
import static dev.millrace.core.testing.TestKeys.SECOND;
import static dev.millrace.core.testing.TestKeys.sealing;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.encryption.PayloadsSealed;
import dev.millrace.core.encryption.SealedAway;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.encryption.Unreadable;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Progress;
import dev.millrace.core.joblog.JobLogs;
import dev.millrace.core.joblog.LogLevel;
import dev.millrace.core.joblog.LogLine;
import dev.millrace.core.joblog.LogPosition;
import dev.millrace.core.joblog.LogReader;
import dev.millrace.core.listing.JobFilter;
import dev.millrace.core.listing.JobPage;
import dev.millrace.core.listing.JobPages;
import dev.millrace.core.listing.ListOrder;
import dev.millrace.core.listing.PayloadMatch;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What jobs carry and say, in a database that must not be able to tell it. */
class SealedStoreIT {
    private static final UUID WORKER = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final String CONFIDENTIAL = "xyzzy-plugh-4711";
    private static final String PAYLOAD = "{\"card\": \"" + CONFIDENTIAL + "\"}";

    private static FreshDatabase database;
    private static TestStore sealed;
    private static TestStore rotated;
    private static TestStore ignorant;

    @BeforeAll
    static void migrate() {
        database = RealServices.freshDatabase();
        sealed = TestStore.sealing(database, sealing(FIRST, "first"));
        rotated = TestStore.sealing(database, sealing(FIRST + "," + SECOND, "second"));
        ignorant = TestStore.sealing(database, Sealing.OFF);
    }

    @AfterAll
    static void drop() {
        sealed.close();
        rotated.close();
        ignorant.close();
        database.close();
    }

    @Test
    void noTableTellsWhatJobsCarryAndSay() {
        NewJob done = aJob().payload(PAYLOAD).build();
        NewJob dead = aJob().payload(PAYLOAD).maxRetries(0).build();
        NewJob retrying = aJob().payload(PAYLOAD).build();
        await(sealed.jobs().acceptAll(List.of(done, dead, retrying)));
        ClaimedJob running = claim(sealed, done);
        await(sealed.jobs()
                .recordProgress(List.of(new AttemptProgress(running.key(), new Progress(5, "at " + CONFIDENTIAL)))));
        say(running, "logs " + CONFIDENTIAL, PAYLOAD);
        assertThat(running.payload()).isEqualTo(PAYLOAD);
        assertThat(await(sealed.reader().find(done.id()))
                        .orElseThrow()
                        .progress()
                        .message())
                .isEqualTo("at " + CONFIDENTIAL);

        await(sealed.jobs().end(new AttemptEnd.Completed(running.key(), PAYLOAD)));
        JobError error = new JobError("Oops", "no " + CONFIDENTIAL, "at Line " + CONFIDENTIAL);
        await(sealed.jobs().end(new AttemptEnd.Buried(claim(sealed, dead).key(), AttemptOutcome.FAILED, error)));
        await(sealed.jobs()
                .end(new AttemptEnd.RetryLater(
                        claim(sealed, retrying).key(),
                        AttemptOutcome.FAILED,
                        error,
                        Duration.ofHours(1),
                        Duration.ZERO)));

        Job ended = await(sealed.reader().find(done.id())).orElseThrow();
        assertThat(ended.payload()).isEqualTo(PAYLOAD);
        assertThat(ended.result()).isEqualTo(PAYLOAD);
        assertThat(await(sealed.reader().find(dead.id())).orElseThrow().error()).isEqualTo(error);
        assertThat(await(sealed.reader().attempts(retrying.id(), 0, 10)))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.error()).isEqualTo(error));
        // For a moment other transactions of the server may hold the line back.
        Awaitility.await().untilAsserted(() -> assertThat(
                        await(logs(sealed).page(new LogReader(done.id(), LogPosition.BEGINNING), 10)))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.line().message()).isEqualTo("logs " + CONFIDENTIAL);
                    assertThat(line.line().fields()).isEqualTo(PAYLOAD);
                }));
        assertThat(await(pages(sealed).deadLetterGroups(List.of(), null, 10)).groups())
                .anySatisfy(group -> assertThat(group.errorMessage()).isEqualTo(error.message()));
        assertThat(tablesThatTell(CONFIDENTIAL)).isEmpty();
    }

    @Test
    void afterARotationOldJobsAreReadAndNewOnesAreWrittenWithTheNewKey() {
        NewJob old = aJob().payload(PAYLOAD).build();
        NewJob young = aJob().payload(PAYLOAD).build();
        await(sealed.jobs().accept(old));

        await(rotated.jobs().accept(young));

        assertThat(claim(rotated, old).payload()).isEqualTo(PAYLOAD);
        assertThat(claim(rotated, young).payload()).isEqualTo(PAYLOAD);
        assertThat(stored(young)).startsWith("\"mrs1.second.");
    }

    @Test
    void whatLivesIsEncryptedAnewWithThePresentKey() {
        NewJob plain = aJob().payload(PAYLOAD).build();
        NewJob old = aJob().payload(PAYLOAD).maxRetries(0).build();
        NewJob moved = aJob().payload(PAYLOAD).build();
        await(ignorant.jobs().accept(plain));
        await(sealed.jobs().acceptAll(List.of(old, moved)));
        JobError error = new JobError("Oops", "no " + CONFIDENTIAL, null);
        await(sealed.jobs().end(new AttemptEnd.Buried(claim(sealed, old).key(), AttemptOutcome.FAILED, error)));
        sealed.query(
                "UPDATE millrace.job SET payload = (SELECT payload FROM millrace.job WHERE id = ?) WHERE id = ?",
                old.id(),
                moved.id());
        String before = stored(moved);

        Resealing resealing = new Resealing(rotated.database());
        Resealing.Step step = new Resealing.Step(Resealing.BEGINNING, false, 0, 0);
        do {
            step = await(resealing.jobs(step.last(), 2));
        } while (!step.isOver());

        assertThat(stored(plain)).startsWith("\"mrs1.second.");
        assertThat(stored(old)).startsWith("\"mrs1.second.");
        assertThat(stored(moved)).isEqualTo(before);
        TestStore forgetful = TestStore.sealing(database, sealing(SECOND, "second"));
        assertThat(await(forgetful.reader().find(old.id())).orElseThrow()).satisfies(job -> {
            assertThat(job.payload()).isEqualTo(PAYLOAD);
            assertThat(job.error()).isEqualTo(error);
        });
        assertThat(await(resealing.jobs(Resealing.BEGINNING, 10_000)).sealed()).isZero();
        forgetful.close();
    }

    @Test
    void whoLacksTheKeyIsToldSoAndLosesNothing() {
        NewJob job = aJob().payload(PAYLOAD).build();
        await(sealed.jobs().accept(job));

        String seen = await(ignorant.reader().find(job.id())).orElseThrow().payload();

        assertThat(Unreadable.in(seen)).map(Unreadable::cause).contains(Unreadable.Cause.KEY_UNKNOWN);
        assertThatThrownBy(
                        () -> await(ignorant.jobs().accept(aJob().payload(seen).build())))
                .isInstanceOf(SealedAway.class);
        assertThat(await(pages(ignorant).list(JobFilter.builder().build(), ListOrder.NEWEST_FIRST, null, 100)))
                .isInstanceOf(JobPage.Listed.class);
        assertThat(claim(sealed, job).payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void aPayloadThatWasChangedOrTakenFromAnotherJobIsNotBelieved() {
        NewJob job = aJob().payload(PAYLOAD).build();
        NewJob other = aJob().payload("{\"card\": \"another\"}").build();
        await(sealed.jobs().acceptAll(List.of(job, other)));

        sealed.query(
                "UPDATE millrace.job SET payload = (SELECT payload FROM millrace.job WHERE id = ?) WHERE id = ?",
                other.id(),
                job.id());

        assertThat(Unreadable.in(claim(sealed, job).payload()))
                .map(Unreadable::cause)
                .contains(Unreadable.Cause.TAMPERED);
        assertThat(claim(sealed, other).payload()).isEqualTo("{\"card\": \"another\"}");
    }

    @Test
    void noFilterAsksForWhatItCannotSee() {
        JobFilter filter = JobFilter.builder()
                .payload(List.of(PayloadMatch.of("card", CONFIDENTIAL)))
                .build();

        assertThatThrownBy(() -> await(pages(sealed).list(filter, ListOrder.NEWEST_FIRST, null, 10)))
                .isInstanceOf(PayloadsSealed.class);
        assertThatThrownBy(() -> await(pages(sealed).count(filter))).isInstanceOf(PayloadsSealed.class);
        assertThat(await(pages(ignorant).list(filter, ListOrder.NEWEST_FIRST, null, 10)))
                .isNotNull();
    }

    @Test
    void jobsFromBeforeEncryptionGoOn() {
        NewJob plain = aJob().payload("{\"card\": \"plain\"}").build();
        await(ignorant.jobs().accept(plain));

        assertThat(stored(plain)).isEqualTo("{\"card\": \"plain\"}");
        assertThat(claim(sealed, plain).payload()).isEqualTo("{\"card\": \"plain\"}");
    }

    private static ClaimedJob claim(TestStore store, NewJob job) {
        return await(store.jobs().claim(List.of(job.id()), WORKER)).getFirst();
    }

    private static void say(ClaimedJob job, String message, String fields) {
        sealed.query("INSERT INTO millrace.worker (id, host, process_id, version, queues, job_types, slots)"
                + " VALUES ('" + WORKER + "', 'here', 1, '1', '{}', '{}', 1) ON CONFLICT DO NOTHING");
        await(logs(sealed)
                .write(
                        WORKER,
                        1,
                        List.of(new LogLine(
                                job.id(), 1, job.type(), job.queue(), LogLevel.INFO, Instant.EPOCH, message, fields))));
    }

    private static JobLogs logs(TestStore store) {
        return new JobLogs(store.database());
    }

    private static JobPages pages(TestStore store) {
        return new JobPages(store.database(), Clock.systemUTC(), Duration.ofSeconds(10));
    }

    private static String stored(NewJob job) {
        return sealed.query("SELECT payload::text FROM millrace.job WHERE id = ?", job.id())
                .getFirst();
    }

    private static List<String> tablesThatTell(String text) {
        return sealed
                .query("SELECT oid::regclass::text FROM pg_class"
                        + " WHERE relnamespace = 'millrace'::regnamespace AND relkind = 'r'")
                .stream()
                .filter(table ->
                        sealed.count("SELECT count(*) FROM " + table + " AS row WHERE row::text LIKE '%" + text + "%'")
                                > 0)
                .toList();
    }
}
