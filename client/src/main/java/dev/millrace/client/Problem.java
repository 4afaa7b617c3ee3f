package dev.millrace.client;

import java.util.List;
import java.util.UUID;

/**
 * Why the server refused a request (RFC 9457).
 *
 * @param status the HTTP status
 * @param code a stable name, such as {@code invalid_request}; empty when something before the server refused
 * @param detail what was wrong with this request, or null
 * @param traceId names the request in the server's logs, or null
 * @param errors what is wrong where, when the request was invalid
 * @param currentStatus the job's status, when that forbids what was asked; or null
 * @param heldBy the job that holds the unique key, when another does; or null
 */
public record Problem(
        int status,
        String code,
        String title,
        String detail,
        String traceId,
        List<Violation> errors,
        JobStatus currentStatus,
        UUID heldBy) {
    public Problem {
        code = code == null ? "" : code;
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    /**
     * What is wrong with a part of a request.
     *
     * @param pointer a JSON Pointer into the job as it was submitted, such as {@code /payload/to}
     */
    public record Violation(String pointer, String detail) {}

    static Problem bare(int status) {
        return new Problem(status, "", "Refused without a word", null, null, null, null, null);
    }

    /** As the server would say it. */
    static Problem noSuchJob(UUID id) {
        return new Problem(
                404, "not_found", "There is no such thing", "no job has the id " + id, null, null, null, null);
    }

    /** As the server would say it. */
    static Problem jobTooLarge(int bytes) {
        return tooLarge(
                "a job is at most " + (SubmitLimits.BYTES_A_JOB >> 10) + " KiB; this one has " + bytes + " bytes");
    }

    /** As the server would say it. */
    static Problem bulkTooLarge(int bytes) {
        return tooLarge("a bulk is at most " + (SubmitLimits.BYTES_A_REQUEST >> 20) + " MiB; these jobs have " + bytes
                + " bytes");
    }

    private static Problem tooLarge(String detail) {
        return new Problem(413, "too_large", "The request is too large", detail, null, null, null, null);
    }

    /** The same about one job alone. */
    Problem about(List<Violation> own) {
        String first = own.get(0).pointer() + ": " + own.get(0).detail();
        return new Problem(
                status,
                code,
                title,
                own.size() == 1 ? first : own.size() + " things are wrong; see errors",
                traceId,
                own,
                currentStatus,
                heldBy);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(status).append(' ').append(title);
        if (detail != null) {
            text.append(": ").append(detail);
        }
        if (errors.size() > 1) {
            errors.forEach(error ->
                    text.append("; ").append(error.pointer()).append(' ').append(error.detail()));
        }
        return text.toString();
    }
}
