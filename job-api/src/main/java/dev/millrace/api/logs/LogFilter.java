package dev.millrace.api.logs;

import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.core.joblog.LogLevel;
import dev.millrace.core.joblog.LogLine;
import dev.millrace.core.joblog.StoredLine;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Which lines of all workers a client wants to see. An empty set means any.
 *
 * @param least lines that matter less are left out
 * @param contains in lower case; found in the message or the fields; null for any
 */
record LogFilter(
        Set<String> jobTypes,
        Set<String> queues,
        Set<UUID> workerIds,
        Set<UUID> jobIds,
        LogLevel least,
        String contains) {
    private static final int LONGEST_SEARCH = 200;

    static Checked<LogFilter> read(MultivaluedMap<String, String> parameters) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        List<LogLevel> levels = fields.values("level", LogLevel::find, "debug, info, warn, error");
        if (levels.size() > 1) {
            violations.add("level", "must be one: the least that is to be shown");
        }
        String contains = fields.text("contains");
        if (contains != null && (contains.isEmpty() || contains.length() > LONGEST_SEARCH)) {
            violations.add("contains", "must have 1 to " + LONGEST_SEARCH + " characters");
        }
        LogFilter filter = new LogFilter(
                Set.copyOf(fields.texts("job_type")),
                Set.copyOf(fields.texts("queue")),
                Set.copyOf(fields.values("worker_id", JobIdText::parse, "ids of workers")),
                Set.copyOf(fields.values("job_id", JobIdText::parse, "ids of jobs")),
                levels.isEmpty() ? LogLevel.DEBUG : levels.getFirst(),
                contains == null ? null : contains.toLowerCase(Locale.ROOT));
        fields.refuseUnknown();
        return violations.isEmpty() ? Checked.sound(filter) : Checked.refused(violations.toProblem());
    }

    /** Whether a line is to be shown; what is masked in it is not looked at. */
    boolean shows(StoredLine stored, Redaction redaction) {
        LogLine line = stored.line();
        return line.level().compareTo(least) >= 0
                && (jobTypes.isEmpty() || jobTypes.contains(line.jobType()))
                && (queues.isEmpty() || queues.contains(line.queue()))
                && (workerIds.isEmpty() || workerIds.contains(stored.workerId()))
                && (jobIds.isEmpty() || jobIds.contains(line.jobId()))
                && (contains == null
                        || finds(line.message())
                        || line.fields() != null && finds(redaction.mask(line.fields())));
    }

    private boolean finds(String text) {
        return text.toLowerCase(Locale.ROOT).contains(contains);
    }
}
