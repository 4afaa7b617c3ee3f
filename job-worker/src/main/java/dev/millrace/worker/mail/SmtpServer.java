package dev.millrace.worker.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.vertx.ext.mail.SMTPException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server that {@code millrace.smtp.url} names. */
@Singleton
class SmtpServer implements MailServer {
    private static final int FIRST_OF_AUTHENTICATION = 530;
    private static final int LAST_OF_AUTHENTICATION = 539;

    private final MailSettings settings;
    private final ReactiveMailer mailer;

    SmtpServer(MailSettings settings, ReactiveMailer mailer) {
        this.settings = settings;
        this.mailer = mailer;
    }

    @Override
    public boolean isConfigured() {
        return settings.url().isPresent();
    }

    @Override
    public Delivery send(String messageId, List<String> to, String subject, String text) throws InterruptedException {
        Mail mail = new Mail()
                .setFrom(settings.from())
                .setTo(to)
                .setSubject(subject)
                .setText(text)
                .addHeader("Message-ID", "<" + messageId + ">");
        CompletableFuture<Void> sending = mailer.send(mail).subscribeAsCompletionStage();
        try {
            sending.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return new Delivery.Taken();
        } catch (ExecutionException failure) {
            return failure.getCause() instanceof SMTPException refusal
                    ? refused(refusal)
                    : new Delivery.Unanswered(String.valueOf(failure.getCause().getMessage()));
        } catch (TimeoutException late) {
            sending.cancel(true);
            return new Delivery.Unanswered("no answer after " + settings.timeout());
        } catch (InterruptedException interrupted) {
            sending.cancel(true);
            throw interrupted;
        }
    }

    /** What a server says about our own credentials may be put right without touching the mail. */
    static Delivery.Refused refused(SMTPException refusal) {
        int code = refusal.getReplyCode();
        boolean ofCredentials = code >= FIRST_OF_AUTHENTICATION && code <= LAST_OF_AUTHENTICATION;
        return new Delivery.Refused(code + " " + refusal.getReplyMessage(), refusal.isPermanent() && !ofCredentials);
    }
}
