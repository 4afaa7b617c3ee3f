package dev.millrace.api.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.json.Fields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.core.bulk.BulkAction;
import dev.millrace.core.bulk.BulkScope;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.listing.JobFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads requests for bulk operations, and refuses those that could touch more than their sender means. */
final class BulkOrderReader {
    private static final int LONGEST_REASON = 500;
    private static final String ACTIONS =
            Arrays.stream(BulkAction.values()).map(BulkAction::wireName).collect(Collectors.joining(", "));

    private final Fields fields;
    private final Redaction redaction;
    private final Violations violations;

    private BulkOrderReader(Fields fields, Redaction redaction, Violations violations) {
        this.fields = fields;
        this.redaction = redaction;
        this.violations = violations;
    }

    /** An order for any action on any jobs. */
    static Checked<BulkOrder> read(JsonNode request, Redaction redaction) {
        return read(request, null, redaction);
    }

    /** An order for this action on dead letters. */
    static Checked<BulkOrder> readOfDeadLetters(JsonNode request, BulkAction action, Redaction redaction) {
        return read(request, action, redaction);
    }

    private static Checked<BulkOrder> read(JsonNode request, BulkAction ofDeadLetters, Redaction redaction) {
        Violations violations = new Violations();
        Fields fields = Fields.of(request, "", violations);
        if (fields == null) {
            return Checked.refused(violations.toProblem());
        }
        BulkOrderReader reader = new BulkOrderReader(fields, redaction, violations);
        BulkOrder order = present(fields, "token") ? reader.start(ofDeadLetters) : reader.freeze(ofDeadLetters);
        fields.refuseUnknown();
        return violations.isEmpty() ? Checked.sound(order) : Checked.refused(violations.toProblem());
    }

    private BulkOrder start(BulkAction ofDeadLetters) {
        String text = fields.text("token");
        Optional<UUID> token = text == null ? Optional.empty() : JobIdText.parse(text);
        if (text != null && token.isEmpty()) {
            fields.refuse("token", "is no token; a dry run answers with one");
        }
        for (String name : List.of("filter", "all", "dry_run", "fingerprint")) {
            if (present(fields, name)) {
                fields.refuse(name, "cannot stand beside a token, which starts exactly what its dry run has found");
            }
        }
        return new BulkOrder.Start(token.orElse(null), ofDeadLetters == null ? action(false) : ofDeadLetters, reason());
    }

    private BulkOrder freeze(BulkAction ofDeadLetters) {
        BulkAction action = ofDeadLetters == null ? action(true) : ofDeadLetters;
        JsonNode asked = asked(ofDeadLetters != null);
        BulkScope scope = ofDeadLetters == null
                ? JobFilterReader.read(asked, "/filter", redaction, violations)
                : JobFilterReader.readOfDeadLetters(asked, "/filter", redaction, violations);
        refuseUnboundedByMistake(scope, ofDeadLetters != null);
        refuseStatusesThatForbid(action, scope.filter());
        Boolean dryRun = fields.flag("dry_run");
        return new BulkOrder.Freeze(
                action, scope, text(asked, ofDeadLetters != null), reason(), dryRun != null && dryRun);
    }

    /** The filter as it stands in the request; a fingerprint alone is one, too. */
    private JsonNode asked(boolean deadLetters) {
        JsonNode filter = fields.value("filter");
        boolean given = filter != null && !filter.isNull();
        if (deadLetters && present(fields, "fingerprint")) {
            if (given) {
                fields.refuse("fingerprint", "cannot stand beside a filter; put it into the filter");
            }
            ObjectNode only = JsonNodeFactory.instance.objectNode();
            only.set("fingerprint", JsonNodeFactory.instance.textNode(fields.text("fingerprint")));
            return only;
        }
        return given ? filter : JsonNodeFactory.instance.objectNode();
    }

    private void refuseUnboundedByMistake(BulkScope scope, boolean deadLetters) {
        boolean all = Boolean.TRUE.equals(fields.flag("all"));
        JobFilter asked = deadLetters ? scope.filter().but().statuses(List.of()).build() : scope.filter();
        boolean unbounded = new BulkScope(scope.ids(), asked).equals(BulkScope.EVERYTHING);
        if (unbounded && !all && violations.isEmpty()) {
            fields.refuse(
                    "filter",
                    "is empty, and so would find every job; say what you mean by a filter such as"
                            + " {\"job_type\": \"send_email\"}, or, if you do mean every job, by \"all\": true");
        }
        if (!unbounded && all) {
            fields.refuse("all", "cannot stand beside a filter, which finds less than all");
        }
    }

    private void refuseStatusesThatForbid(BulkAction action, JobFilter filter) {
        if (action == null
                || filter.statuses().isEmpty()
                || filter.statuses().stream().anyMatch(action::isAllowed)) {
            return;
        }
        String allowed = Arrays.stream(JobStatus.values())
                .filter(action::isAllowed)
                .map(JobStatus::wireName)
                .collect(Collectors.joining(", "));
        violations.add(
                "/filter/status",
                "finds only jobs whose status forbids " + action.wireName() + "; it is allowed when " + allowed);
    }

    private static String text(JsonNode asked, boolean deadLetters) {
        if (!deadLetters || !asked.isObject()) {
            return asked.toString();
        }
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("status", JobStatus.DEAD.wireName());
        asked.properties().forEach(part -> shown.set(part.getKey(), part.getValue()));
        return shown.toString();
    }

    private BulkAction action(boolean required) {
        String name = required ? fields.requiredText("action") : fields.text("action");
        if (name == null) {
            return null;
        }
        Optional<BulkAction> action = BulkAction.find(name);
        if (action.isEmpty()) {
            fields.refuse("action", "cannot be " + Shown.briefly(name) + "; allowed: " + ACTIONS);
        }
        return action.orElse(null);
    }

    private String reason() {
        String reason = fields.text("reason");
        if (reason != null && (reason.isBlank() || reason.length() > LONGEST_REASON)) {
            fields.refuse("reason", "must have 1 to " + LONGEST_REASON + " characters");
        }
        return reason;
    }

    private static boolean present(Fields fields, String name) {
        JsonNode value = fields.has(name) ? fields.value(name) : null;
        return value != null && !value.isNull();
    }
}
