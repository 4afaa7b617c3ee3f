package dev.millrace.api.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.core.job.JobStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why a request was refused (RFC 9457).
 *
 * @param type from {@link ProblemType#uri()}
 * @param traceId names the request in the services' logs; null until the answer is written
 * @param errors null unless the request is invalid
 * @param currentStatus the job's status that forbids what was asked; null otherwise
 * @param heldBy the job that holds the unique key that was asked for; null otherwise
 * @param retryAfter when to try again; null when trying again changes nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "Why a request was refused (RFC 9457)")
@RegisterForReflection
public record Problem(
        @Schema(description = "A stable URI that leads to the documentation of this kind of problem")
        String type,

        String title,
        int status,

        @Schema(description = "What was wrong with this request, for people")
        String detail,

        @Schema(description = "A stable name for programs", examples = "invalid_request")
        String code,

        @Schema(description = "Names the request in the services' logs")
        String traceId,

        @Schema(description = "Everything that is wrong with the request, when it is invalid")
        List<Violation> errors,

        @Schema(description = "The job's status, when it forbids what was asked", examples = "completed")
        String currentStatus,

        @Schema(description = "The job that holds the unique key, when another does")
        UUID heldBy,

        @JsonIgnore Duration retryAfter) {
    /** The media type of every problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Duration SHORTLY = Duration.ofSeconds(2);

    public Problem {
        errors = errors == null ? null : List.copyOf(errors);
    }

    /** A problem of this type; one that passes by itself says when to try again. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                detail,
                type.code(),
                null,
                null,
                null,
                null,
                type.status() == 503 ? SHORTLY : null);
    }

    /** A refusal that the HTTP layer itself decided. */
    public static Problem ofStatus(int status, String detail) {
        ProblemType type = ProblemType.ofStatus(status);
        return new Problem(
                type.uri(),
                type.title(),
                status,
                detail,
                type.code(),
                null,
                null,
                null,
                null,
                status == 503 ? SHORTLY : null);
    }

    /** No job has this id, or it is no id at all. */
    public static Problem noJob(String id) {
        return of(ProblemType.NOT_FOUND, "no job has the id " + Shown.briefly(id));
    }

    /** A cursor was used with another list than its own, or is none. */
    public static Problem cursorRefused() {
        return of(
                ProblemType.CURSOR_REFUSED,
                "the cursor is not one of this list; use next_cursor with the same filters and sort, or begin without a"
                        + " cursor");
    }

    /** The job's status forbids what was asked. */
    public static Problem statusForbids(JobStatus status, String action) {
        Problem problem = of(ProblemType.STATUS_FORBIDS, "a job that is " + status.wireName() + " cannot be " + action);
        return new Problem(
                problem.type,
                problem.title,
                problem.status,
                problem.detail,
                problem.code,
                null,
                null,
                status.wireName(),
                null,
                null);
    }

    /** Another live job holds the unique key that was asked for. */
    public static Problem uniqueKeyHeld(UUID holder) {
        Problem problem = of(ProblemType.UNIQUE_KEY_HELD, "the unique key " + heldBy(holder));
        return new Problem(
                problem.type,
                problem.title,
                problem.status,
                problem.detail,
                problem.code,
                null,
                null,
                null,
                holder,
                null);
    }

    /** What is wrong where a unique key is asked for that another live job holds. */
    public static Violation uniqueKeyHeld(String pointer, UUID holder) {
        return new Violation(pointer, heldBy(holder));
    }

    private static String heldBy(UUID holder) {
        return "is held by the job " + holder;
    }

    /** The same, with everything that is wrong. */
    public Problem withErrors(List<Violation> all) {
        return new Problem(type, title, status, detail, code, traceId, all, currentStatus, heldBy, retryAfter);
    }

    /** The same, saying when to try again. */
    public Problem retryingAfter(Duration pause) {
        return new Problem(type, title, status, detail, code, traceId, errors, currentStatus, heldBy, pause);
    }

    /** The same, naming its request. */
    public Problem withTraceId(String id) {
        return new Problem(type, title, status, detail, code, id, errors, currentStatus, heldBy, retryAfter);
    }

    /** As an HTTP response; its trace id and its bytes are added when it is written. */
    public Response toResponse() {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(this);
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds());
        }
        return response.build();
    }
}
