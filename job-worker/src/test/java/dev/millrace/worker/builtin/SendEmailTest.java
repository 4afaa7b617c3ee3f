package dev.millrace.worker.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.worker.builtin.SendEmail.Payload;
import dev.millrace.worker.builtin.SendEmail.Result;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.mail.MailServer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendEmailTest {
    private static final MailServer NONE = new MailServer() {
        @Override
        public boolean isConfigured() {
            return false;
        }

        @Override
        public Delivery send(String messageId, List<String> to, String subject, String text) {
            throw new IllegalStateException("there is no server");
        }
    };

    private final RecordingContext context = new RecordingContext(1);

    @Test
    void withoutAServerItIsSimulated() throws Exception {
        assertThat(new SendEmail(NONE, () -> 0.0).run(mail(null), context))
                .isEqualTo(JobOutcome.succeed(new Result(1, true)));
        assertThat(context.messages()).containsExactly("sent (simulated)");
    }

    @Test
    void itFailsAsOftenAsAsked() throws Exception {
        assertThat(new SendEmail(NONE, () -> 0.29).run(mail(0.3), context)).isInstanceOf(JobOutcome.Fail.class);
        assertThat(new SendEmail(NONE, () -> 0.3).run(mail(0.3), context)).isInstanceOf(JobOutcome.Succeed.class);
    }

    private static Payload mail(Double failureRate) {
        return new Payload(List.of("ada@example.org"), "Your receipt", "Thank you.", null, failureRate);
    }
}
