package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.chaos.ChaosOptions;
import dev.millrace.chaos.ChaosRun;
import dev.millrace.chaos.Proof;
import dev.millrace.core.testing.RealServices;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code ./millrace chaos} shows. The seed is always the same, so that a run that fails can be had again; the command takes
 * others.
 */
class ChaosSystemTest {
    private static final long SEED = 1;

    private final Path repository = RealServices.repository();
    private final Path home = repository.resolve("job-system-tests/target/chaos");

    @Test
    void nothingIsLostDoubledOrLateWhileOneFaultOfEveryRowOfTheTableHappens() {
        assertThat(new ChaosRun(new ChaosOptions(repository, home, 2_000, 12, SEED), System.out)
                        .run()
                        .violations())
                .isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
    void nothingIsLostDoubledOrLateWhileTenThousandJobsMeetTwentyFaults() {
        assertThat(new ChaosRun(new ChaosOptions(repository, home, 10_000, 20, SEED), System.out)
                        .run()
                        .violations())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
    void whatKeepsJobsSafeIsMissedWhenItIsMissing(Proof proof) {
        assertThat(proof.run(repository, home, SEED, System.out).holds(proof.broken()))
                .isFalse();
    }
}
