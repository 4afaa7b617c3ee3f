package dev.millrace.worker.builtin;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.store.AcceptedJob;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.mail.MailServer;
import dev.millrace.worker.mail.MailServer.Delivery;
import dev.millrace.worker.mail.MailServers;
import dev.millrace.worker.mail.MailSettings;
import dev.millrace.worker.mail.ScriptedMailServer;
import dev.millrace.worker.outgoing.LocalSite;
import io.quarkus.mailer.MailerName;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service itself, with a mail server and a root for files configured. */
@QuarkusTest
@QuarkusTestResource(MailAndServices.class)
class BuiltInTypesIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    MailServer server;

    @Inject
    MailSettings mailSettings;

    @Inject
    @MailerName("secure")
    ReactiveMailer secureMailer;

    @Inject
    @MailerName("upgrading")
    ReactiveMailer upgradingMailer;

    @Inject
    @MailerName("readable")
    ReactiveMailer readableMailer;

    @Inject
    @MailerName("anonymous")
    ReactiveMailer anonymousMailer;

    @Inject
    TicketAnnouncer announcer;

    private GreenMail mail;
    private TcpProxy toMail;
    private ScriptedMailServer upgrading;
    private ScriptedMailServer plain;
    private TestStore store;
    private Path root;

    void connect(
            GreenMail mailServer,
            TcpProxy mailNetwork,
            ScriptedMailServer withTls,
            ScriptedMailServer withoutTls,
            TestStore database,
            Path files) {
        mail = mailServer;
        toMail = mailNetwork;
        upgrading = withTls;
        plain = withoutTls;
        store = database;
        root = files;
    }

    @Test
    void aJobSendsAMailToAllOverSmtp() throws Exception {
        mail.purgeEmailFromAllMailboxes();
        Job done = run(
                "send_email",
                "{\"to\":[\"ada@example.org\",\"ben@example.org\"],\"subject\":\"Your\\nreceipt ✓\",\"message\":\"Thank you.\"}",
                JobStatus.COMPLETED);

        assertThat(done.result()).contains("false").contains("2");
        MimeMessage[] received = mail.getReceivedMessages();
        assertThat(received).hasSize(2);
        assertThat(received[0].getSubject()).isEqualTo("Your receipt ✓");
        assertThat(received[0].getFrom()[0]).hasToString("jobs@example.org");
        assertThat(received[0].getRecipients(Message.RecipientType.TO)).hasSize(2);
        assertThat(received[0].getContent().toString()).startsWith("Thank you.");
        assertThat(received[0].getMessageID()).isEqualTo("<" + done.id() + "@millrace>");
    }

    @Test
    void aServerThatIsAwayIsAnAnswerThatMayComeLater() throws Exception {
        toMail.cut();
        toMail.refuse(true);
        try {
            assertThat(server.send("1@millrace", List.of("ada@example.org"), "s", "t"))
                    .isInstanceOf(Delivery.Unanswered.class);
        } finally {
            toMail.refuse(false);
        }
    }

    @Test
    void aServerOfWhichTheUrlSaysSmtpsIsSpokenToOverTlsFromTheFirstByte() throws Exception {
        mail.purgeEmailFromAllMailboxes();

        assertThat(sendTo("ada@example.org", secureMailer)).isInstanceOf(Delivery.Taken.class);
        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    @Test
    void overANetworkCredentialsAreShownOnlyAfterStarttls() throws Exception {
        assertThat(sendTo("ada@example.org", upgradingMailer)).isInstanceOf(Delivery.Taken.class);
        assertThat(upgrading.commands())
                .contains("plain:STARTTLS", "tls:AUTH", "tls:DATA")
                .doesNotContain("plain:AUTH", "plain:MAIL");

        plain.commands().clear();
        assertThat(sendTo("ada@example.org", readableMailer)).isInstanceOf(Delivery.Unanswered.class);
        assertThat(plain.commands()).contains("plain:EHLO").doesNotContain("plain:AUTH", "plain:MAIL");
    }

    @Test
    void aRecipientWhomTheServerRefusesForGoodIsNotTriedForAgain() throws Exception {
        SendEmail toNobody = new SendEmail(MailServers.over(mailSettings, anonymousMailer), () -> 0.5);

        JobOutcome<SendEmail.Result> outcome = toNobody.run(
                new SendEmail.Payload(List.of(ScriptedMailServer.NOBODY), "s", "b", null, null),
                new RecordingContext(1));

        assertThat(outcome).isInstanceOfSatisfying(JobOutcome.GiveUp.class, givenUp -> {
            assertThat(givenUp.type()).isEqualTo("SmtpRefused");
            assertThat(givenUp.message()).contains("550");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "http_request, http://169.254.169.254/latest/",
        "http_request, http://2852039166/",
        "http_request, http://localhost/",
        "scrape_website, http://169.254.169.254/latest/",
        "scrape_website, http://[::ffff:7f00:1]/",
    })
    void aRefusedAddressEndsTheJobDeadAtItsFirstAttempt(String type, String url) {
        assertRefused(run(type, "{\"url\":\"" + url + "\"}", JobStatus.DEAD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http_request", "scrape_website"})
    void aRedirectToARefusedAddressEndsTheJobAsWell(String type) {
        try (LocalSite inside = LocalSite.start().page("/", 200, "text/plain", "secret");
                LocalSite first = LocalSite.start(MailAndServices.FIRST_HOP, 0).redirect("/", 302, inside.url("/"))) {
            String url = "http://" + MailAndServices.FIRST_HOP + ":" + first.port() + "/";

            assertRefused(run(type, "{\"url\":\"" + url + "\"}", JobStatus.DEAD));

            assertThat(first.asked()).hasSize(1);
            assertThat(inside.asked()).isEmpty();
        }
    }

    @Test
    void aFileIsStampedAndOneThatIsMissingIsTriedForUntilTheJobIsDead() throws Exception {
        Path file = Files.createFile(root.resolve("letter.txt"));

        Job done = run("stamp_file", "{\"path\":\"letter.txt\"}", JobStatus.COMPLETED);
        assertThat(file).content().matches("\\S+Z job=" + done.id() + " attempt=1\n");
        Files.delete(file);
        Job dead = run("stamp_file", "{\"path\":\"letter.txt\"}", JobStatus.DEAD);

        assertThat(dead.error().type()).isEqualTo("FileMissing");
        assertThat(dead.attempts()).isEqualTo(3);
    }

    @Test
    void theApiIsToldHowAnAddressAndAHeaderMustLook() throws Exception {
        String schema = store.query("select payload_schema::text from millrace.job_type where name = 'send_email'")
                .getFirst();

        JsonNode headers = new ObjectMapper()
                .readTree(store.query("select payload_schema::text from millrace.job_type where name = 'http_request'")
                        .getFirst())
                .at("/properties/headers");
        assertThat(headers.at("/additionalProperties/type").asText()).isEqualTo("string");
        assertThat("a\r\nb")
                .doesNotMatch(headers.at("/additionalProperties/pattern").asText());
        JsonNode to = new ObjectMapper().readTree(schema).at("/properties/to");
        assertThat(to.at("/anyOf/0/format").asText()).isEqualTo("email");
        assertThat(to.at("/anyOf/1/items/format").asText()).isEqualTo("email");
        assertThat(store.query("select name from millrace.job_type order by name"))
                .containsExactly("http_request", "noop", "process_video", "scrape_website", "send_email", "stamp_file");
    }

    private Delivery sendTo(String address, ReactiveMailer mailer) throws InterruptedException {
        return MailServers.over(mailSettings, mailer).send("1@millrace", List.of(address), "s", "t");
    }

    private static void assertRefused(Job dead) {
        assertThat(dead.error().type()).isEqualTo("AddressRefused");
        assertThat(dead.attempts()).isEqualTo(1);
        assertThat(dead.failures()).isEqualTo(1);
    }

    private Job run(String type, String payload, JobStatus end) {
        NewJob job = aJob().type(type)
                .payload(payload)
                .maxRetries(2)
                .retry(Duration.ofSeconds(1), Duration.ofSeconds(1))
                .build();
        AcceptedJob accepted = await(store.jobs().acceptAll(List.of(job))).getFirst();
        announcer.announce(List.of(
                new ReadyTicket(accepted.ticketId(), new Lane(job.queue(), job.priority()), List.of(job.id()))));
        return await().atMost(SOON)
                .until(
                        () -> await(store.reader().find(job.id())).orElse(null),
                        found -> found != null && found.status() == end);
    }
}
