package dev.millrace.core.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.core.job.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "A", "1a", "-a", "a_b", "a*", "#", "a b"})
    void aQueueNameThatCouldConfuseRoutingIsRefused(String queue) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Lane(queue, Priority.LOW));
    }

    @Test
    void aQueueNameHasSixtyThreeCharactersAtMost() {
        assertThat(new Lane("a".repeat(63), Priority.LOW)).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new Lane("a".repeat(64), Priority.LOW));
    }
}
