package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobsAheadTest {
    private static final int SLOTS = 4;

    private final AtomicLong nanos = new AtomicLong();
    private final Slots slots = new Slots(SLOTS);
    private final Pace pace = new Pace(nanos::get);
    private final JobsAhead ahead = new JobsAhead(nanos::get, slots, pace);

    @Test
    void withoutAPaceThereIsRoomForTheFreeSlotsOnly() {
        assertThat(ahead.room()).isEqualTo(SLOTS);

        ahead.expect(3);
        assertThat(ahead.room()).isEqualTo(1);

        ahead.expect(1);
        assertThat(ahead.room()).isZero();
    }

    @Test
    void jobsBeginInTheirOrderWhileSlotsAreFree() {
        ClaimedJob[] jobs = claim(SLOTS + 1);

        for (int i = 0; i < SLOTS; i++) {
            assertThat(ahead.begin()).isSameAs(jobs[i]);
        }
        assertThat(ahead.begin()).isNull();

        slots.give();
        assertThat(ahead.begin()).isSameAs(jobs[SLOTS]);
    }

    @Test
    void atAPaceJobsAreClaimedAheadAndAgainWhenHalfOfThemHaveBegun() {
        IntStream.range(0, 40).forEach(job -> pace.ended());
        claim(SLOTS);
        while (ahead.begin() != null) {}

        assertThat(ahead.room()).isEqualTo(20);

        claim(20);
        assertThat(ahead.room()).isZero();
        IntStream.range(0, 9).forEach(job -> {
            slots.give();
            ahead.begin();
        });
        assertThat(ahead.room()).isZero();

        slots.give();
        ahead.begin();
        assertThat(ahead.room()).isEqualTo(10);
    }

    @Test
    void jobsThatWaitTooLongForASlotDoNotBeginAndAreTakenOut() {
        claim(2);
        nanos.addAndGet(Duration.ofMillis(600).toNanos());
        ClaimedJob young = claim(1)[0];
        nanos.addAndGet(Duration.ofMillis(600).toNanos());

        assertThat(ahead.begin()).isNull();
        assertThat(slots.free()).isEqualTo(SLOTS);
        assertThat(ahead.takeOverdue()).hasSize(2);
        assertThat(ahead.begin()).isSameAs(young);
    }

    private ClaimedJob[] claim(int jobs) {
        ahead.expect(jobs);
        ClaimedJob[] claimed = IntStream.range(0, jobs).mapToObj(i -> job()).toArray(ClaimedJob[]::new);
        for (ClaimedJob job : claimed) {
            ahead.add(job);
        }
        return claimed;
    }

    private static ClaimedJob job() {
        return new ClaimedJob(
                UUID.randomUUID(),
                "count",
                "default",
                Priority.MEDIUM,
                "{}",
                1,
                0,
                0,
                3,
                new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(300)),
                Duration.ofHours(1),
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }
}
