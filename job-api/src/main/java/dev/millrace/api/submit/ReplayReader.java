package dev.millrace.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.directory.DirectorySnapshot;
import dev.millrace.api.directory.KnownJobType;
import dev.millrace.api.json.Fields;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Violations;
import dev.millrace.core.encryption.SealedAway;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.NewJob;
import jakarta.inject.Singleton;

/** Makes a new job from an old one, with the payload edited if one is given. The payload must fit the type as it is now. */
@Singleton
public class ReplayReader {
    private final JobIds ids;
    private final PayloadReader payloads;

    public ReplayReader(JobIds ids, PayloadReader payloads) {
        this.ids = ids;
        this.payloads = payloads;
    }

    Checked<NewJob> read(JsonNode body, Job replayed, DirectorySnapshot directory, String traceparent) {
        Violations violations = new Violations();
        Fields fields = Fields.of(body, "", violations);
        if (fields == null) {
            return Checked.refused(violations.toProblem());
        }
        KnownJobType type = directory.jobType(replayed.type());
        if (type == null) {
            violations.add("", "no worker has registered the type " + replayed.type() + " any longer");
        }
        if (directory.queue(replayed.queue()) == null) {
            violations.add("", "no worker serves the queue " + replayed.queue() + " any longer");
        }
        boolean edited = fields.has("payload") && !fields.value("payload").isNull();
        String payload = edited
                ? payloads.edited(fields, type, replayed.payload(), violations).toString()
                : unedited(replayed, type, violations);
        fields.refuseUnknown();
        if (!violations.isEmpty()) {
            return Checked.refused(violations.toProblem());
        }
        return Checked.sound(new NewJob(
                ids.next(),
                replayed.type(),
                replayed.queue(),
                replayed.priority(),
                payload,
                replayed.maxRetries(),
                replayed.retry(),
                replayed.timeout(),
                null,
                null,
                type.card().ticketSize(),
                replayed.uniqueKey(),
                replayed.tags(),
                null,
                replayed.id(),
                traceparent));
    }

    private static String unedited(Job replayed, KnownJobType type, Violations violations) {
        SealedAway.readable(replayed.payload());
        if (type != null) {
            type.schema().validate(RequestJson.trusted(replayed.payload()), "/payload", violations);
        }
        return replayed.payload();
    }
}
