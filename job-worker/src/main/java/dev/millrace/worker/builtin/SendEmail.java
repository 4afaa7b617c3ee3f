package dev.millrace.worker.builtin;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.millrace.core.job.Jitter;
import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;

/** Sends an e-mail: simulated, so that nothing leaves the machine. It takes a moment, and fails as often as asked. */
@Singleton
public class SendEmail implements JobHandler<SendEmail.Payload, SendEmail.Result> {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration SPREAD = Duration.ofMillis(100);

    private final Jitter chance;

    SendEmail(Jitter chance) {
        this.chance = chance;
    }

    /**
     * @param to one address or many
     * @param body the text; {@code message} is taken when it is absent
     * @param failureRate the share of attempts that fail, 0 to 1; default 0
     */
    public record Payload(
            @NotEmpty @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> to,

            String subject,
            String body,
            String message,
            @DecimalMin("0") @DecimalMax("1") Double failureRate) {}

    /** How many people it went to. */
    public record Result(int recipients, boolean simulated) {}

    @Override
    public String type() {
        return "send_email";
    }

    @Override
    public String description() {
        return "Sends an e-mail (simulated).";
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
        Thread.sleep(SHORTEST.plusMillis(Math.round(SPREAD.toMillis() * chance.next())));
        if (payload.failureRate() != null && chance.next() < payload.failureRate()) {
            context.log().warn("the mail server refused", "code", 451, "attempt", context.attempt());
            return JobOutcome.fail("SmtpRefused", "451 4.3.0 the simulated mail server is not in the mood");
        }
        context.log().info("sent", "recipients", payload.to().size(), "subject", payload.subject());
        return JobOutcome.succeed(new Result(payload.to().size(), true));
    }
}
