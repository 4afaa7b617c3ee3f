package dev.millrace.scheduler.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.store.StoreUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RhythmTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void a_duty_runs_again_and_again_and_is_counted() {
        Counting duty = new Counting("counting", Duration.ofMillis(5));
        try (Rhythm rhythm = rhythm(duty)) {
            rhythm.start();
            await().until(() -> duty.rounds.get() >= 5);
        }
        assertThat(meters.get("millrace.scheduler.items")
                        .tag("duty", "counting")
                        .counter()
                        .count())
                .isEqualTo(3.0 * duty.rounds.get());
        assertThat(meters.get("millrace.scheduler.rounds")
                        .tag("duty", "counting")
                        .timer()
                        .count())
                .isEqualTo(duty.rounds.get());
    }

    @Test
    void no_round_begins_before_it_is_allowed() {
        AtomicBoolean allowed = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        Counting duty = new Counting("counting", Duration.ofMillis(5));
        try (Rhythm rhythm = new Rhythm(
                List.of(duty),
                () -> {
                    asked.incrementAndGet();
                    return allowed.get();
                },
                System::nanoTime,
                meters)) {
            rhythm.start();
            await().until(() -> asked.get() >= 3);
            assertThat(duty.rounds).hasValue(0);
            allowed.set(true);
            await().until(() -> duty.rounds.get() >= 1);
        }
    }

    @Test
    void a_duty_that_fails_is_tried_again_and_its_failures_are_counted() {
        Counting duty = new Counting("failing", Duration.ofMillis(5));
        duty.failure = new StoreUnavailable(new IllegalStateException("away"));
        try (Rhythm rhythm = rhythm(duty)) {
            rhythm.start();
            await().until(() -> duty.rounds.get() >= 3);
            duty.failure = new IllegalStateException("a bug");
            int before = duty.rounds.get();
            await().until(() -> duty.rounds.get() >= before + 3);
            duty.failure = null;
            await().until(() -> meters.get("millrace.scheduler.items").counter().count() >= 3);
        }
        assertThat(meters.get("millrace.scheduler.failures").counter().count()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void a_slow_duty_holds_up_no_other_and_its_rounds_never_overlap() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger slowRounds = new AtomicInteger();
        Duty slow = new Counting("slow", Duration.ofMillis(1)) {
            @Override
            public Work runOnce() {
                slowRounds.incrementAndGet();
                await().until(() -> release.getCount() == 0);
                return super.runOnce();
            }
        };
        Counting quick = new Counting("quick", Duration.ofMillis(1));
        try (Rhythm rhythm = rhythm(slow, quick)) {
            rhythm.start();
            await().until(() -> quick.rounds.get() >= 20);
            assertThat(slowRounds.get()).isLessThanOrEqualTo(1);
            release.countDown();
        }
    }

    @Test
    void nothing_runs_after_it_is_closed() {
        Counting duty = new Counting("counting", Duration.ZERO);
        Rhythm rhythm = rhythm(duty);
        rhythm.start();
        await().until(() -> duty.rounds.get() >= 1);

        rhythm.close();

        int rounds = duty.rounds.get();
        await().during(Duration.ofMillis(100)).until(() -> duty.rounds.get() == rounds);
    }

    private Rhythm rhythm(Duty... duties) {
        return new Rhythm(List.of(duties), () -> true, System::nanoTime, meters);
    }

    private static class Counting implements Duty {
        final AtomicInteger rounds = new AtomicInteger();
        volatile RuntimeException failure;
        private final String name;
        private final Duration interval;

        Counting(String name, Duration interval) {
            this.name = name;
            this.interval = interval;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Duration interval() {
            return interval;
        }

        @Override
        public Work runOnce() {
            rounds.incrementAndGet();
            if (failure != null) {
                throw failure;
            }
            return () -> 3;
        }
    }
}
