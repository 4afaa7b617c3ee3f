package dev.millrace.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.json.Fields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Violations;
import java.util.ArrayList;
import java.util.List;

/** Reads the envelope of a bulk: {@code {"jobs": [...]}} with 1 to 1,000 jobs. */
final class BulkReader {
    private static final int MOST_JOBS = 1_000;

    private BulkReader() {}

    static Checked<List<JsonNode>> read(JsonNode bulk) {
        Violations violations = new Violations();
        Fields fields = Fields.of(bulk, "", violations);
        List<JsonNode> jobs = new ArrayList<>();
        if (fields != null) {
            JsonNode given = fields.value("jobs");
            if (given == null) {
                fields.refuse("jobs", "is required but missing");
            } else if (!given.isArray()) {
                fields.refuse("jobs", "must be an array, not " + Fields.kind(given));
            } else if (given.isEmpty() || given.size() > MOST_JOBS) {
                fields.refuse("jobs", "must hold 1 to " + MOST_JOBS + " jobs, not " + given.size());
            } else {
                given.forEach(jobs::add);
            }
            fields.refuseUnknown();
        }
        return violations.isEmpty() ? Checked.sound(jobs) : Checked.refused(violations.toProblem());
    }
}
