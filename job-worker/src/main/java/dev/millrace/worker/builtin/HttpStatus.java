package dev.millrace.worker.builtin;

import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.outgoing.OutgoingAnswer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/** What an attempt comes to whose request was not answered as it should be. */
final class HttpStatus {
    /** Nobody is believed who asks to be left alone for longer. */
    static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    /** Refusals that may pass: timeout, conflict, too early, too many requests. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);

    private HttpStatus() {}

    /**
     * A failure; retried unless the client is to blame, after as long as the server asks for. Only a status that is retried
     * may say when.
     */
    static <R> JobOutcome<R> unwanted(OutgoingAnswer.Answered answer, Clock clock) {
        int status = answer.status();
        String type = "HttpStatus" + status;
        String message = answer.url().getHost() + " answered with status " + status;
        if (status >= 400 && status < 500 && !PASSING.contains(status)) {
            return JobOutcome.giveUp(type, message);
        }
        return answer.header("retry-after")
                .flatMap(text -> waitOf(text, clock.instant()))
                .<JobOutcome<R>>map(wait -> JobOutcome.retryAfter(
                        wait, type, message + ", asking for " + wait.toSeconds() + " s of patience"))
                .orElseGet(() -> JobOutcome.fail(type, message));
    }

    /** No answer at all. */
    static <R> JobOutcome<R> unanswered(OutgoingAnswer answer) {
        return switch (answer) {
            case OutgoingAnswer.Refused refused -> JobOutcome.giveUp(OutgoingAnswer.ADDRESS_REFUSED, refused.reason());
            case OutgoingAnswer.Misled misled -> JobOutcome.giveUp("TooManyRedirects", misled.reason());
            case OutgoingAnswer.Failed failed -> JobOutcome.fail(failed.type(), failed.reason());
            case OutgoingAnswer.Answered answered ->
                throw new IllegalArgumentException("answered with status " + answered.status());
        };
    }

    /** @param retryAfter seconds, or a date of HTTP */
    static Optional<Duration> waitOf(String retryAfter, Instant now) {
        String text = retryAfter.strip();
        try {
            Duration wait = text.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            Duration atLeast = wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
            return Optional.of(atLeast.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : atLeast);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
