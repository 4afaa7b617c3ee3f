package dev.millrace.worker.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.mail.SMTPException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpServerTest {
    @ParameterizedTest
    @CsvSource({"550, true", "554, true", "421, false", "451, false", "530, false", "535, false"})
    void aPermanentReplyIsForGoodUnlessItIsAboutOurOwnCredentials(int code, boolean forGood) {
        SMTPException refusal =
                new SMTPException("recipient not accepted", code, List.of(code + " because"), code >= 500);

        assertThat(SmtpServer.refused(refusal).forGood()).isEqualTo(forGood);
    }
}
