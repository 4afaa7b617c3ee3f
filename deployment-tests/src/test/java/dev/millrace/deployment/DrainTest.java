package dev.millrace.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.worker.execution.WorkerSettings;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pod is killed only after it had the time to end in order. */
class DrainTest {
    /** What a worker may need after its drain: claims that are under way 10 s, interrupted jobs 5 s, their ends 5 s. */
    private static final long LAST_SECONDS = 20;

    @ParameterizedTest
    @EnumSource
    void aWorkerHasLongerThanItsDrain(Choices choices) {
        assertThat(workers(choices)).isNotEmpty().allSatisfy(worker -> assertThat(grace(worker))
                .isGreaterThan(drain(worker) + LAST_SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerDrainsNoShorterThanItWouldByItself(Choices choices) throws Exception {
        long standard = seconds(WorkerSettings.class
                .getMethod("drainTimeout")
                .getAnnotation(WithDefault.class)
                .value());

        assertThat(standard).isPositive();
        assertThat(workers(choices)).isNotEmpty().allSatisfy(worker -> assertThat(drain(worker))
                .isGreaterThanOrEqualTo(standard));
    }

    @Test
    void byItselfTheChartLetsAJobOfTheUsualTimeoutEnd() {
        assertThat(workers(Choices.OWN)).isNotEmpty().allSatisfy(worker -> assertThat(drain(worker))
                .isGreaterThanOrEqualTo(Duration.ofHours(1).toSeconds()));
    }

    @Test
    void aPoolDrainsForAsLongAsItsJobsNeed() {
        KubernetesObject media = Choices.EVERY_CHOICE.named("Deployment", "millrace-job-worker-media");

        assertThat(drain(media)).isEqualTo(14_400);
        assertThat(grace(media)).isGreaterThan(14_400 + LAST_SECONDS);
        assertThat(drain(Choices.EVERY_CHOICE.named("Deployment", "millrace-job-worker-default")))
                .isEqualTo(3_600);
    }

    @Test
    void aDrainThatAWorkerWouldRefuseIsRefused() {
        assertThatThrownBy(() -> Chart.rendered("workers: {defaults: {drainSeconds: 86401}}"))
                .hasMessageContaining("drainSeconds");
    }

    @ParameterizedTest
    @EnumSource
    void theOthersHaveLongerThanTheyWaitBeforeTheyEnd(Choices choices) {
        assertThat(choices.ofKind("Deployment").filter(object -> !object.name().contains("job-worker")))
                .hasSize(2)
                .allSatisfy(object -> assertThat(grace(object))
                        .isGreaterThanOrEqualTo(30
                                + object.containers()
                                        .findFirst()
                                        .orElseThrow()
                                        .at("/lifecycle/preStop/sleep/seconds")
                                        .asLong()));
    }

    @Test
    void theApiListensUntilNobodyIsSentToItAnyMore() {
        assertThat(Choices.OWN.named("Deployment", "millrace-job-api").containers())
                .allSatisfy(container -> assertThat(
                                container.at("/lifecycle/preStop/sleep/seconds").asInt())
                        .isGreaterThanOrEqualTo(5));
    }

    private static Stream<KubernetesObject> workers(Choices choices) {
        return choices.ofKind("Deployment").filter(object -> object.name().contains("job-worker"));
    }

    private static long grace(KubernetesObject object) {
        return object.pod().path("terminationGracePeriodSeconds").asLong();
    }

    private static long drain(KubernetesObject worker) {
        return seconds(
                worker.variable("MILLRACE_WORKER_DRAIN_TIMEOUT").path("value").asText());
    }

    private static long seconds(String text) {
        return Duration.parse("PT" + text).toSeconds();
    }
}
