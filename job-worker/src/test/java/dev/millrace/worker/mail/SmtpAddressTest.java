package dev.millrace.worker.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpAddressTest {
    @Test
    void theUrlSaysWhereTheServerIsAndWhoSends() {
        assertThat(SmtpAddress.parse("smtp://ada:p%40ss+@mail.example.org:2525"))
                .isEqualTo(new SmtpAddress(false, "mail.example.org", 2525, "ada", "p@ss+"));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example.org, 25",
        "smtp://ada:secret@mail.example.org, 587",
        "smtps://ada:secret@mail.example.org, 465"
    })
    void thePortThatIsNotSaidIsTheUsualOne(String url, int port) {
        assertThat(SmtpAddress.parse(url).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.org", "http://ada:secret@host", "smtp://ada@host", "smtp://ada:sec ret@host"})
    void whatIsNoAddressIsRefusedWithoutTellingThePassword(String url) {
        assertThatThrownBy(() -> SmtpAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("sec ret");
    }

    @Test
    void theAddressDoesNotShowItsPassword() {
        assertThat(SmtpAddress.parse("smtps://ada:secret@host")).hasToString("smtps://host:465");
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://ada:secret@mail.example.org, REQUIRED",
        "smtp://ada:secret@127.0.0.1, OPTIONAL",
        "smtps://ada:secret@mail.example.org, OPTIONAL"
    })
    void credentialsAreNotSentOverANetworkInTheClear(String url, String startTls) {
        assertThat(SmtpConfigSource.settings(SmtpAddress.parse(url)))
                .containsEntry("quarkus.mailer.start-tls", startTls);
    }
}
