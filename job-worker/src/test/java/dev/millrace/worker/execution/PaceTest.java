package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Pace pace = new Pace(nanos::get);

    @Test
    void nothingIsClaimedAheadWhileNothingHasEnded() {
        assertThat(pace.ahead()).isZero();
    }

    @Test
    void asManyAreClaimedAheadAsEndInFiftyMilliseconds() {
        end(60);

        assertThat(pace.ahead()).isEqualTo(30);
    }

    @Test
    void ofJobsThatTakeASecondNoneIsClaimedAhead() {
        for (int second = 0; second < 5; second++) {
            end(1);
            pass(Duration.ofSeconds(1));
        }

        assertThat(pace.ahead()).isZero();
    }

    @Test
    void aPaceIsRememberedForAMomentAndNoLonger() {
        end(60);

        pass(Duration.ofMillis(150));
        assertThat(pace.ahead()).isEqualTo(30);

        pass(Duration.ofMillis(100));
        assertThat(pace.ahead()).isZero();
    }

    @Test
    void howeverFastTheyEndThereIsAMost() {
        end(1_000_000);

        assertThat(pace.ahead()).isEqualTo(Pace.MOST_AHEAD);
    }

    @Test
    void fewerAreClaimedAheadWhenTheyAreLargeAndMoreWhenTheyAreNoLonger() {
        end(1_000_000);

        pace.saw(256 * 1024);
        assertThat(pace.ahead()).isEqualTo(64);

        for (int job = 0; job < 1_000; job++) {
            pace.saw(100);
        }
        assertThat(pace.ahead()).isEqualTo(Pace.MOST_AHEAD);
    }

    private void end(int jobs) {
        for (int job = 0; job < jobs; job++) {
            pace.ended();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
