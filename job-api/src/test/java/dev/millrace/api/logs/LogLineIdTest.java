package dev.millrace.api.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.joblog.LogPosition;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogLineIdTest {
    private static final UUID JOB = UUID.fromString("0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01");

    @Property
    void anIdLeadsBackToItsLine(@ForAll long transaction, @ForAll int line) {
        LogPosition position = new LogPosition(transaction, line);

        assertThat(LogLineId.read(JOB, LogLineId.write(JOB, position))).contains(position);
    }

    @Property
    void noTextFailsTheReader(@ForAll String text) {
        assertThat(LogLineId.read(JOB, text)).isNotNull();
    }

    @Test
    void theIdOfAnotherJobsLineIsNone() {
        String other = LogLineId.write(new UUID(1, 2), new LogPosition(3, 4));

        assertThat(LogLineId.read(JOB, other)).isEmpty();
        assertThat(LogLineId.read(JOB, other + "AAAA")).isEmpty();
    }
}
