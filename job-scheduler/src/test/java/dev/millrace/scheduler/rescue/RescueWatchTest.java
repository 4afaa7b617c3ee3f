package dev.millrace.scheduler.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.scheduler.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RescueWatchTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration FULL = Duration.ofMinutes(1);
    private static final UUID LATE = new UUID(0, 1);
    private static final UUID LATE_TOO = new UUID(0, 2);

    private final ManualClock clock = new ManualClock();
    private final RescueWatch watch = new RescueWatch(clock, LEASE, FULL);

    @Test
    void nothing_is_due_before_one_full_lease() {
        assertThat(look(LATE).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(29), LATE).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(1), LATE).due()).isTrue();
    }

    @Test
    void losing_sight_of_postgresql_begins_a_new_lease() {
        inSightForALease();
        assertThatThrownBy(() -> watch.look(() -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");

        assertThat(looks(Duration.ofSeconds(1), LATE).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(29), LATE).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(1), LATE).due()).isTrue();
    }

    @Test
    void a_rescuer_that_was_frozen_for_a_lease_begins_a_new_one() {
        inSightForALease();

        assertThat(looks(LEASE, LATE).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(29), LATE).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(1), LATE).due()).isTrue();
    }

    @Test
    void a_late_worker_without_jobs_is_not_looked_at_again_until_it_lived_in_between() {
        inSightForALease();
        watch.looked(look(LATE));

        assertThat(looks(Duration.ofSeconds(5), LATE).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(5), LATE, LATE_TOO).due()).isTrue();
        watch.looked(look(LATE, LATE_TOO));
        assertThat(looks(Duration.ofSeconds(5), LATE_TOO).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(5), LATE_TOO, LATE).due()).isTrue();
    }

    @Test
    void a_look_that_was_not_carried_through_stays_due() {
        inSightForALease();

        assertThat(look(LATE).due()).isTrue();
        assertThat(looks(Duration.ofSeconds(5), LATE).due()).isTrue();
    }

    @Test
    void a_full_look_is_due_every_minute_even_if_nobody_is_late() {
        inSightForALease();
        RescueWatch.Look first = look();
        watch.looked(first);

        assertThat(first.due()).isTrue();
        assertThat(looks(Duration.ofSeconds(20)).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(20)).due()).isFalse();
        assertThat(looks(Duration.ofSeconds(20)).due()).isTrue();
    }

    private void inSightForALease() {
        look();
        looks(Duration.ofSeconds(15));
        clock.pass(Duration.ofSeconds(15));
    }

    private RescueWatch.Look looks(Duration later, UUID... late) {
        clock.pass(later);
        return look(late);
    }

    private RescueWatch.Look look(UUID... late) {
        return watch.look(() -> List.of(late));
    }
}
