package dev.millrace.api.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.Lane;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BrokerPagesTest {
    private static final Lane LANE = new Lane("default", Priority.HIGH);

    @Test
    void aLaneIsLinkedToItsPageInRabbitmqsOwnUi() {
        BrokerPages pages =
                new BrokerPages(Optional.of("https://rabbitmq.example.org:15671/"), () -> "amqp://u:p@h:5672/%2F");

        assertThat(pages.of(LANE))
                .isEqualTo("https://rabbitmq.example.org:15671/#/queues/%2F/millrace.work.default.high");
    }

    @Test
    void withoutItsAddressThereIsNoLink() {
        assertThat(new BrokerPages(Optional.empty(), () -> "amqp://h/v").of(LANE))
                .isNull();
    }
}
