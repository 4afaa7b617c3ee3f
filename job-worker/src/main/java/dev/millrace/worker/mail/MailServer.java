package dev.millrace.worker.mail;

import java.util.List;

/** Takes mails. */
public interface MailServer {
    /** Whether there is one; without one, no mail may be handed to it. */
    boolean isConfigured();

    /**
     * Hands a mail over, and blocks until it is taken or not.
     *
     * @param messageId the same each time this mail is sent again, so that servers can tell
     * @param to at least one address
     * @throws InterruptedException when the thread is interrupted; whether the mail was taken is then unknown
     */
    Delivery send(String messageId, List<String> to, String subject, String text) throws InterruptedException;

    /** What became of a mail. */
    sealed interface Delivery {
        /** The server has taken it for all. */
        record Taken() implements Delivery {}

        /**
         * The server has refused it.
         *
         * @param forGood whether it always will
         */
        record Refused(String reply, boolean forGood) implements Delivery {}

        /** There was no answer; it is unknown whether the server has taken it. */
        record Unanswered(String reason) implements Delivery {}
    }
}
