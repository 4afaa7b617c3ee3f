package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bench.Progress;
import dev.millrace.bench.Sizes;
import dev.millrace.bench.report.Figure;
import dev.millrace.bench.running.RunningSystem;
import dev.millrace.bench.scenario.BothAtOnce;
import dev.millrace.bench.scenario.Drain;
import dev.millrace.bench.scenario.Measuring;
import dev.millrace.bench.scenario.StartLatency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The benchmark, at its smallest: that it measures, not what. */
class BenchSystemTest {
    private static final Sizes SMALLEST =
            new Sizes(1, 100, 100, 1, 1_000, 20, 100, List.of(), 0, List.of(), 1_000, 1, 1, 1, 0);

    private static final Duration SOON = Duration.ofSeconds(20);

    /** The benchmark has the system for itself, and waits for minutes until nothing else is at work. */
    @BeforeEach
    void seeThatNobodyElsesJobsAreLeft() {
        Ledger ledger = new Ledger(RunningMillrace.shared());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ledger.atWork()).as("left by other tests").isEmpty());
    }

    @Test
    void everyJobOfAMeasurementIsFoundToHaveEndedOnce() throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (RunningSystem system = new RunningSystem(RunningMillrace.shared().launcher())) {
            Measuring measuring = new Measuring(
                    system,
                    SMALLEST,
                    new Progress(System.out),
                    RunningMillrace.shared().home());
            figures.addAll(new Drain().measure(measuring));
            figures.addAll(new BothAtOnce().measure(measuring));
            figures.addAll(new StartLatency().measure(measuring));
        }

        assertThat(figures).hasSize(5).allSatisfy(figure -> assertThat(figure.median())
                .as(figure.name())
                .isPositive());
    }
}
