package dev.millrace.scheduler.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.store.StoreUnavailable;
import dev.millrace.scheduler.testing.ManualClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final ManualClock clock = new ManualClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<LogRecord> told = new ArrayList<>();
    private final Logger logger = Logger.getLogger(Rounds.class.getName());
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord line) {
            told.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private boolean away;

    private final Rounds rounds = new Rounds(
            new Duty() {
                @Override
                public String name() {
                    return "tested";
                }

                @Override
                public Duration interval() {
                    return Duration.ofSeconds(1);
                }

                @Override
                public Work runOnce() {
                    if (away) {
                        throw new StoreUnavailable(new IllegalStateException("refused"));
                    }
                    return () -> 1;
                }
            },
            clock,
            meters);

    @BeforeEach
    void listen() {
        logger.addHandler(listening);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(listening);
    }

    @Test
    void an_outage_is_told_once_when_it_begins_and_once_when_it_is_over() {
        for (int outage = 0; outage < 2; outage++) {
            away = true;
            for (int second = 0; second < 60; second++) {
                assertThat(rounds.next()).isFalse();
            }
            away = false;
            assertThat(rounds.next()).isTrue();
            assertThat(rounds.next()).isTrue();
        }
        assertThat(told.stream().map(line -> line.getLevel().intValue() >= Level.WARNING.intValue()))
                .containsExactly(true, false, true, false);
    }

    @Test
    void the_age_of_the_last_success_grows_until_the_next() {
        rounds.next();
        away = true;
        clock.pass(Duration.ofSeconds(7));
        rounds.next();

        assertThat(meters.get("millrace.scheduler.last.success.age").gauge().value())
                .isEqualTo(7.0);
        away = false;
        rounds.next();
        assertThat(meters.get("millrace.scheduler.last.success.age").gauge().value())
                .isZero();
    }
}
