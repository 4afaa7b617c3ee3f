package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueSlotsTest {
    @Test
    void aQueueMaySayItsSlots() {
        assertThat(QueueSlots.of("default")).isEqualTo(new QueueSlots("default", OptionalInt.empty()));
        assertThat(QueueSlots.of(" media-2:2 ")).isEqualTo(new QueueSlots("media-2", OptionalInt.of(2)));
        assertThat(QueueSlots.of("a:10000").slots()).hasValue(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Media", "media:", "media:0", "media:10001", "media:2:3", "media:-1", "media:two", ":2"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> QueueSlots.of(text));
    }

    @Test
    void aQueueNamedTwiceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServedQueues(TestWorker.serving(16, "media:2", "media"), System::nanoTime))
                .withMessage("millrace.worker.queues names media twice");
    }

    @Test
    void aQueueThatSaysNothingHasTheUsualSlots() {
        ServedQueues served = new ServedQueues(TestWorker.serving(16, "default", "media:2"), System::nanoTime);

        assertThat(served.names()).containsExactly("default", "media");
        assertThat(served.totalSlots()).isEqualTo(18);
    }
}
