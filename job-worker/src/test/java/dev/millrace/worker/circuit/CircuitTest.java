package dev.millrace.worker.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final Settings SETTINGS = new Settings(3, Duration.ofSeconds(5), Duration.ofSeconds(15));

    private final Circuit circuit = new Circuit(SETTINGS);
    private long now = Long.MAX_VALUE - 1_000;

    @Test
    void itLetsAllRunUntilEnoughDifferentJobsHaveFailedInARow() {
        assertThat(fail()).isFalse();
        assertThat(fail()).isFalse();
        assertThat(circuit.admit(now)).isEmpty();

        assertThat(fail()).isTrue();

        assertThat(circuit.isOpen()).isTrue();
        assertThat(circuit.admit(now)).contains(Duration.ofSeconds(5));
    }

    @Test
    void oneJobThatFailsAgainAndAgainOpensNothing() {
        UUID same = UUID.randomUUID();
        for (int i = 0; i < 10; i++) {
            assertThat(circuit.failed(same, now)).isFalse();
        }
        assertThat(circuit.admit(now)).isEmpty();
    }

    @Test
    void aSuccessBetweenTheFailuresBeginsTheCountAgain() {
        fail();
        fail();
        assertThat(circuit.succeeded()).isFalse();
        fail();
        fail();
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void whileOpenOneIsLetThroughAtATimeEverMoreRarely() {
        open();

        pass(Duration.ofSeconds(5));
        assertThat(circuit.admit(now)).isEmpty();
        assertThat(circuit.admit(now)).contains(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(10));
        assertThat(circuit.admit(now)).isEmpty();
        assertThat(circuit.admit(now)).contains(Duration.ofSeconds(15));
        pass(Duration.ofSeconds(15));
        assertThat(circuit.admit(now)).isEmpty();
        assertThat(circuit.admit(now)).contains(Duration.ofSeconds(15));
    }

    @Test
    void aSuccessClosesItAndTheNextOutageBeginsWithTheFirstWait() {
        open();
        pass(Duration.ofSeconds(5));
        circuit.admit(now);

        assertThat(circuit.succeeded()).isTrue();

        assertThat(circuit.admit(now)).isEmpty();
        open();
        assertThat(circuit.admit(now)).contains(Duration.ofSeconds(5));
    }

    @Test
    void failuresOfAttemptsThatRanWhenItOpenedChangeNothing() {
        open();
        assertThat(fail()).isFalse();
        assertThat(circuit.admit(now)).contains(Duration.ofSeconds(5));
    }

    @Test
    void withNoThresholdItNeverOpens() {
        Circuit off = new Circuit(new Settings(0, Duration.ofSeconds(5), Duration.ofSeconds(15)));
        for (int i = 0; i < 100; i++) {
            assertThat(off.failed(UUID.randomUUID(), now)).isFalse();
        }
        assertThat(off.admit(now)).isEmpty();
    }

    private void open() {
        while (!circuit.isOpen()) {
            fail();
        }
    }

    private boolean fail() {
        return circuit.failed(UUID.randomUUID(), now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private record Settings(int failures, Duration firstWait, Duration longestWait) implements CircuitSettings {}
}
