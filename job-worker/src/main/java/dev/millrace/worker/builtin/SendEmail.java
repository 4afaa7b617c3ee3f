package dev.millrace.worker.builtin;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.millrace.core.job.Jitter;
import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import dev.millrace.worker.mail.MailServer;
import dev.millrace.worker.mail.MailServer.Delivery;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Sends an e-mail over SMTP when a server is configured. Without one it is simulated: nothing leaves the machine. In both it
 * fails as often as asked.
 */
@Singleton
public class SendEmail implements JobHandler<SendEmail.Payload, SendEmail.Result> {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration SPREAD = Duration.ofMillis(100);
    private static final Pattern NOT_FOR_A_HEADER = Pattern.compile("\\p{Cntrl}+");

    private final MailServer server;
    private final Jitter chance;

    SendEmail(MailServer server, Jitter chance) {
        this.server = server;
        this.chance = chance;
    }

    /**
     * @param to one address or many
     * @param body the text; {@code message} is taken when it is absent
     * @param failureRate the share of attempts that fail before anything is sent, 0 to 1; default 0
     */
    @RegisterForReflection
    public record Payload(
            @NotEmpty @Size(min = 1, max = 100) @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<@Email @Size(min = 3, max = 254) String> to,

            @Size(max = 998) String subject,
            @Size(max = 100_000) String body,
            @Size(max = 100_000) String message,
            @DecimalMin("0") @DecimalMax("1") Double failureRate) {}

    /** How many people it went to. */
    @RegisterForReflection
    public record Result(int recipients, boolean simulated) {}

    @Override
    public String type() {
        return "send_email";
    }

    @Override
    public String description() {
        return "Sends an e-mail over SMTP; simulated where no server is configured.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload(List.of("ada@example.org"), "Your receipt", "Thank you.", null, 0.0);
    }

    @Override
    public JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD.withTimeout(Duration.ofMinutes(1));
    }

    @Override
    public JobOutcome<Result> run(Payload payload, JobContext context) throws InterruptedException {
        if (payload.failureRate() != null && chance.next() < payload.failureRate()) {
            context.log().warn("the mail server refused", "code", 451, "attempt", context.attempt());
            return JobOutcome.fail("SmtpRefused", "451 4.3.0 the simulated mail server is not in the mood");
        }
        return server.isConfigured() ? send(payload, context) : simulate(payload, context);
    }

    private JobOutcome<Result> simulate(Payload payload, JobContext context) throws InterruptedException {
        Thread.sleep(SHORTEST.plusMillis(Math.round(SPREAD.toMillis() * chance.next())));
        context.log().info("sent (simulated)", "recipients", payload.to().size(), "subject", payload.subject());
        return JobOutcome.succeed(new Result(payload.to().size(), true));
    }

    private JobOutcome<Result> send(Payload payload, JobContext context) throws InterruptedException {
        String subject = payload.subject() == null
                ? ""
                : NOT_FOR_A_HEADER.matcher(payload.subject()).replaceAll(" ");
        String text = payload.body() != null ? payload.body() : payload.message() != null ? payload.message() : "";
        Delivery delivery = server.send(context.jobId() + "@millrace", payload.to(), subject, text);
        return switch (delivery) {
            case Delivery.Taken taken -> {
                context.log().info("sent", "recipients", payload.to().size(), "subject", subject);
                yield JobOutcome.succeed(new Result(payload.to().size(), false));
            }
            case Delivery.Refused refused -> {
                context.log().warn("the mail server refused", "reply", refused.reply(), "for_good", refused.forGood());
                yield refused.forGood()
                        ? JobOutcome.giveUp("SmtpRefused", refused.reply())
                        : JobOutcome.fail("SmtpRefused", refused.reply());
            }
            case Delivery.Unanswered unanswered -> {
                context.log().warn("the mail server did not answer", "reason", unanswered.reason());
                yield JobOutcome.fail("SmtpUnanswered", unanswered.reason());
            }
        };
    }
}
