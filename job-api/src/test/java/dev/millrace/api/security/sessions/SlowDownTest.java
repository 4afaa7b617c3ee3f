package dev.millrace.api.security.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlowDownTest {
    private final AtomicLong nanos = new AtomicLong();
    private final SlowDown slowDown = new SlowDown(nanos::get);

    @Test
    void fiveTriesAreFreeAndThenEachWaitsTwiceAsLong() {
        for (int i = 0; i < SlowDown.FREE_ON_ACCOUNT; i++) {
            assertThat(delayOf("ada", "10.0.0.1")).isZero();
        }
        assertThat(waitOf("ada", "10.0.0.1")).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(delayOf("ada", "10.0.0.1")).isZero();
        assertThat(waitOf("ada", "10.0.0.1")).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aTryThatIsRefusedMakesTheWaitNoLonger() {
        for (int i = 0; i < SlowDown.FREE_ON_ACCOUNT; i++) {
            delayOf("ada", "10.0.0.1");
        }
        for (int i = 0; i < 1_000; i++) {
            waitOf("ada", "10.0.0.1");
        }
        pass(Duration.ofSeconds(1));

        assertThat(delayOf("ada", "10.0.0.1")).isZero();
    }

    @Test
    void theWaitGrowsNoLongerThanFiveMinutes() {
        for (int i = 0; i < 40; i++) {
            delayOf("ada", "10.0.0.1");
            pass(SlowDown.LONGEST_WAIT);
        }
        delayOf("ada", "10.0.0.1");

        assertThat(waitOf("ada", "10.0.0.1")).isEqualTo(SlowDown.LONGEST_WAIT);
    }

    @Test
    void guessingFromElsewhereLocksNobodyOut() {
        for (int network = 0; network < 100; network++) {
            for (int i = 0; i < SlowDown.FREE_ON_ACCOUNT; i++) {
                delayOf("ada", "10.0.1." + network);
            }
        }

        Duration delay = delayOf("ada", "192.168.0.7");

        assertThat(delay).isEqualTo(SlowDown.LONGEST_DELAY);
    }

    @Test
    void anAddressThatTriesManyAccountsIsSlowedDown() {
        for (int i = 0; i < SlowDown.FREE_FROM_ADDRESS; i++) {
            delayOf("user-" + i, "10.0.0.1");
        }

        assertThat(waitOf("another", "10.0.0.1")).isPositive();
        assertThat(delayOf("another", "10.0.0.2")).isZero();
    }

    @Test
    void aSignInForgetsTheTriesBefore() {
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < SlowDown.FREE_ON_ACCOUNT - 1; i++) {
                delayOf("ada", "10.0.0." + round);
            }
            delayOf("ada", "10.0.0." + round);
            slowDown.succeeded("ada", "10.0.0." + round);
        }

        assertThat(delayOf("ada", "10.0.0.1")).isZero();
    }

    @Test
    void manySignInsFromOneAddressAreNoGuessing() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(delayOf("user-" + i, "10.0.0.1")).isZero();
            slowDown.succeeded("user-" + i, "10.0.0.1");
        }
    }

    @Test
    void triesAreForgottenInTime() {
        for (int i = 0; i < SlowDown.FREE_ON_ACCOUNT; i++) {
            delayOf("ada", "10.0.0.1");
        }
        pass(SlowDown.REMEMBERED.plusSeconds(1));

        for (int i = 0; i < SlowDown.FREE_ON_ACCOUNT; i++) {
            assertThat(delayOf("ada", "10.0.0.1")).isZero();
        }
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOne() {
        assertThat(SlowDown.network("2001:db8:1:2::3")).isEqualTo(SlowDown.network("2001:db8:1:2:ffff::1"));
        assertThat(SlowDown.network("2001:db8:1:2::3")).isNotEqualTo(SlowDown.network("2001:db8:1:3::3"));
        assertThat(SlowDown.network(null)).isEqualTo("unknown");
        assertThat(SlowDown.network("a name")).isEqualTo("unknown");
    }

    private Duration delayOf(String account, String address) {
        return switch (slowDown.admit(account, address)) {
            case SlowDown.Admission.Admitted admitted -> admitted.delay();
            case SlowDown.Admission.Refused refused -> throw new AssertionError("refused for " + refused.pause());
        };
    }

    private Duration waitOf(String account, String address) {
        return switch (slowDown.admit(account, address)) {
            case SlowDown.Admission.Admitted admitted -> throw new AssertionError("admitted: " + admitted);
            case SlowDown.Admission.Refused refused -> refused.pause();
        };
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
