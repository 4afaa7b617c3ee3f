package dev.millrace.scheduler.sealing;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestKeys.FIRST;
import static dev.millrace.core.testing.TestKeys.SECOND;
import static dev.millrace.core.testing.TestKeys.sealing;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.encryption.Unreadable;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.MisfirePolicy;
import dev.millrace.core.store.NewSchedule;
import dev.millrace.core.store.OverlapPolicy;
import dev.millrace.core.store.Resealing;
import dev.millrace.core.store.Schedules;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Together;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResealerIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String PAYLOAD = "{\"card\": \"4711\"}";
    private static final int BATCH = 3;

    @AutoClose
    static final FreshDatabase database = RealServices.freshDatabase();

    /** Before keys were changed. */
    @AutoClose
    static final TestStore before = TestStore.sealing(database, sealing(FIRST, "first"));

    @AutoClose
    static final TestStore present = TestStore.sealing(database, sealing(FIRST + "," + SECOND, "second"));

    @AutoClose
    static final TestStore replica = TestStore.sealing(database, sealing(FIRST + "," + SECOND, "second"));

    @AutoClose
    static final TestStore plain = TestStore.sealing(database, Sealing.OFF);

    /** When the old key was taken away. */
    @AutoClose
    static final TestStore after = TestStore.sealing(database, sealing(SECOND, "second"));

    @BeforeEach
    void beginEmpty() {
        before.query("TRUNCATE millrace.job, millrace.schedule CASCADE");
    }

    @Test
    void what_was_written_before_keys_were_changed_can_be_read_when_the_old_key_is_gone() {
        List<NewJob> jobs = accepted(before, 7);
        List<NewJob> unencrypted = accepted(plain, 2);
        NewSchedule schedule = scheduled(before, "nightly");
        Resealer resealer = resealer(present);

        assertThat(resealer.runOnce().items()).isEqualTo(10);

        assertThat(resealer.interval()).isEqualTo(MINUTE);
        assertThat(Stream.concat(jobs.stream(), unencrypted.stream())).allSatisfy(job -> {
            assertThat(stored(job)).startsWith("\"mrs1.second.");
            assertThat(await(after.reader().find(job.id())).orElseThrow().payload())
                    .isEqualTo(PAYLOAD);
        });
        assertThat(await(new Schedules(after.database(), Replica.IDS).find(schedule.id()))
                        .orElseThrow()
                        .payload())
                .isEqualTo(PAYLOAD);
    }

    @Test
    void once_there_is_nothing_left_to_do_it_rests_for_a_day() {
        accepted(before, 1);
        Resealer resealer = resealer(present);
        resealer.runOnce();

        assertThat(resealer.runOnce().items()).isZero();

        assertThat(resealer.interval()).isEqualTo(DAY);
        accepted(before, 1);
        assertThat(resealer.runOnce().items()).isEqualTo(1);
        assertThat(resealer.interval()).isEqualTo(MINUTE);
    }

    @Test
    void without_a_present_key_nothing_is_changed() {
        List<NewJob> jobs = accepted(before, 1);
        String stored = stored(jobs.getFirst());
        Resealer resealer = resealer(plain);

        assertThat(resealer.runOnce().items()).isZero();

        assertThat(stored(jobs.getFirst())).isEqualTo(stored);
        assertThat(resealer.interval()).isEqualTo(DAY);
    }

    @Test
    void two_replicas_at_once_change_each_job_and_schedule_once() {
        List<NewJob> jobs = accepted(before, 50);
        scheduled(before, "nightly");

        List<Resealed> done = Together.run(resealer(present)::runOnce, resealer(replica)::runOnce);

        // One may have skipped what the other was about to write, and neither what both have seen.
        assertThat(done.stream().mapToInt(Resealed::items).sum()).isEqualTo(51);
        assertThat(jobs).allSatisfy(job -> assertThat(
                        await(after.reader().find(job.id())).orElseThrow().payload())
                .isEqualTo(PAYLOAD));
    }

    @Test
    void a_job_that_another_session_holds_is_left_to_the_next_pass_which_comes_soon() throws SQLException {
        NewJob held = accepted(before, 1).getFirst();
        Resealer resealer = resealer(present);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM millrace.job WHERE id = '" + held.id() + "' FOR UPDATE");

            assertThat(resealer.runOnce().items()).isZero();

            assertThat(resealer.interval()).isEqualTo(MINUTE);
            connection.rollback();
        }
        assertThat(resealer.runOnce().items()).isEqualTo(1);
        assertThat(stored(held)).startsWith("\"mrs1.second.");
    }

    @Test
    void what_cannot_be_read_here_is_left_as_it_is_and_keeps_nothing_from_its_rest() {
        List<NewJob> jobs = accepted(before, 5);
        NewSchedule schedule = scheduled(before, "nightly");
        Resealer resealer = resealer(after);

        assertThat(resealer.runOnce().items()).isZero();

        assertThat(resealer.interval()).isEqualTo(DAY);
        assertThat(jobs).allSatisfy(job -> {
            assertThat(stored(job)).startsWith("\"mrs1.first.");
            assertThat(await(before.reader().find(job.id())).orElseThrow().payload())
                    .isEqualTo(PAYLOAD);
        });
        assertThat(Unreadable.in(await(new Schedules(after.database(), Replica.IDS).find(schedule.id()))
                        .orElseThrow()
                        .payload()))
                .map(Unreadable::cause)
                .contains(Unreadable.Cause.KEY_UNKNOWN);
    }

    private static Resealer resealer(TestStore store) {
        return new Resealer(new Resealing(store.database()), MINUTE, BATCH);
    }

    private static List<NewJob> accepted(TestStore store, int count) {
        List<NewJob> jobs = Stream.generate(() -> aJob().payload(PAYLOAD).build())
                .limit(count)
                .toList();
        await(store.jobs().acceptAll(jobs));
        return jobs;
    }

    private static NewSchedule scheduled(TestStore store, String name) {
        NewSchedule schedule = new NewSchedule(
                Replica.IDS.next(),
                name,
                "noop",
                "default",
                Priority.LOW,
                PAYLOAD,
                3,
                ((CronParsing.Valid) CronExpression.parse("@yearly")).expression(),
                ZoneId.of("UTC"),
                true,
                OverlapPolicy.ALLOW,
                MisfirePolicy.FIRE_ONCE,
                0);
        await(new Schedules(store.database(), Replica.IDS).create(schedule, AuditEntries.BY_A_TEST));
        return schedule;
    }

    private static String stored(NewJob job) {
        return before.query("SELECT payload::text FROM millrace.job WHERE id = ?", job.id())
                .getFirst();
    }
}
