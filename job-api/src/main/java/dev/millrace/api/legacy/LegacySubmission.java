package dev.millrace.api.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.json.Fields;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Violations;
import dev.millrace.core.job.Priority;
import java.util.List;

/** Translates submissions of older systems into ours; what ours then finds wrong has the same pointers in theirs. */
final class LegacySubmission {
    /** Three attempts in all. */
    private static final int RETRIES = 2;

    private static final List<String> PRIORITIES = List.of(Priority.HIGH.wireName(), Priority.LOW.wireName());

    private LegacySubmission() {}

    /** {@code {job_type, priority: high|low, payload}}; the priority is low when absent, and three attempts are made. */
    static Checked<JsonNode> ofJob(JsonNode given) {
        Violations violations = new Violations();
        ObjectNode submission = JsonNodeFactory.instance.objectNode();
        Fields fields = Fields.of(given, "", violations);
        if (fields != null) {
            copy("job_type", fields, submission);
            copy("payload", fields, submission);
            String priority = fields.text("priority");
            if (priority != null && !PRIORITIES.contains(priority)) {
                fields.refuse("priority", "must be high or low");
            }
            submission.put("priority", priority == null ? Priority.LOW.wireName() : priority);
            submission.put("max_retries", RETRIES);
            fields.refuseUnknown();
        }
        return violations.isEmpty() ? Checked.sound(submission) : Checked.refused(violations.toProblem());
    }

    /** {@code {job_type, priority, payload}}, the payload being a JSON object as a string. */
    static Checked<JsonNode> ofQuery(JsonNode given) {
        Violations violations = new Violations();
        ObjectNode submission = JsonNodeFactory.instance.objectNode();
        Fields fields = Fields.of(given, "", violations);
        if (fields != null) {
            copy("job_type", fields, submission);
            copy("priority", fields, submission);
            String payload = fields.requiredText("payload");
            if (payload != null) {
                RequestJson.read(payload).fold(value -> submission.set("payload", value), problem -> {
                    fields.refuse("payload", "must be a JSON object as a string: " + problem.detail());
                    return submission;
                });
            }
            fields.refuseUnknown();
        }
        return violations.isEmpty() ? Checked.sound(submission) : Checked.refused(violations.toProblem());
    }

    private static void copy(String name, Fields from, ObjectNode to) {
        JsonNode value = from.value(name);
        if (value != null) {
            to.set(name, value);
        }
    }
}
