package dev.millrace.api.changes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.json.Fields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.submit.SubmissionReader;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.JobChange;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Reads what is to change of a job. */
@Singleton
public class JobChangeReader {
    private final SubmissionReader reader;

    public JobChangeReader(SubmissionReader reader) {
        this.reader = reader;
    }

    Checked<JobChange> read(JsonNode body) {
        Violations violations = new Violations();
        Fields fields = Fields.of(body, "", violations);
        if (fields == null) {
            return Checked.refused(violations.toProblem());
        }
        Priority priority = fields.text("priority") == null ? null : SubmissionReader.priority(fields);
        Instant runAt = reader.runAt(fields);
        Integer maxRetries = fields.integer("max_retries", 0, SubmissionReader.MOST_RETRIES);
        List<String> tags = SubmissionReader.tags(fields);
        fields.refuseUnknown();
        if (violations.isEmpty() && priority == null && runAt == null && maxRetries == null && tags == null) {
            violations.add("", "must hold at least one of priority, run_at, max_retries and tags");
        }
        return violations.isEmpty()
                ? Checked.sound(new JobChange(priority, runAt, maxRetries, tags))
                : Checked.refused(violations.toProblem());
    }
}
