package dev.millrace.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import java.util.List;
import java.util.Optional;

/** How large submissions may be, in bytes. */
public final class SubmissionSize {
    public static final int LARGEST_JOB = 256 << 10;
    static final int LARGEST_BULK = 8 << 20;

    private SubmissionSize() {}

    /** The answer to a larger job. */
    public static Problem jobTooLarge() {
        return Problem.of(ProblemType.TOO_LARGE, "a job is at most 256 KiB");
    }

    static Problem bulkTooLarge() {
        return Problem.of(ProblemType.TOO_LARGE, "a bulk is at most 8 MiB");
    }

    /** The answer to a bulk that holds a job that is too large by itself. */
    static Optional<Problem> jobTooLargeIn(List<JsonNode> jobs, int bulkBytes) {
        if (bulkBytes <= LARGEST_JOB) {
            return Optional.empty();
        }
        for (int i = 0; i < jobs.size(); i++) {
            if (jobs.get(i).toString().length() > LARGEST_JOB) {
                return Optional.of(
                        Problem.of(ProblemType.TOO_LARGE, "a job is at most 256 KiB; /jobs/" + i + " is larger"));
            }
        }
        return Optional.empty();
    }
}
