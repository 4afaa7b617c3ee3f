package dev.millrace.api.documentation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes the filters, sorts and pages of every list of jobs, which are alike, in one place. */
final class JobListParameters {
    private static final Set<String> LISTS = Set.of("listJobs", "listDeadLetters", "listJobsOfScheduledJob");
    private static final String COUNT = "countJobs";
    /** Which filters a list does not take. */
    private static final Map<String, Set<String>> WITHOUT =
            Map.of("listDeadLetters", Set.of("status"), "listJobsOfScheduledJob", Set.of("schedule_id"));

    private JobListParameters() {}

    static void addTo(Operation operation) {
        boolean isList = LISTS.contains(operation.getOperationId());
        if (!isList && !COUNT.equals(operation.getOperationId())) {
            return;
        }
        List<Parameter> all =
                new ArrayList<>(operation.getParameters() == null ? List.of() : operation.getParameters());
        Set<String> without = WITHOUT.getOrDefault(operation.getOperationId(), Set.of());
        List<Parameter> common = new ArrayList<>(filters());
        common.removeIf(parameter -> without.contains(parameter.getName()));
        if (isList) {
            common.add(query(
                    "sort",
                    "created_at, run_at, started_at, finished_at, priority, status, job_type or attempts; with - before it"
                            + " from the other end. Jobs without such a value come last in both directions; jobs that are"
                            + " alike follow each other by id. "
                            + (operation.getOperationId().equals("listDeadLetters")
                                    ? "Default -finished_at"
                                    : "Default -created_at"),
                    "-finished_at",
                    text()));
            common.add(query(
                    "limit",
                    "1 to 200, default 50",
                    50,
                    OASFactory.createSchema()
                            .addType(SchemaType.INTEGER)
                            .minimum(BigDecimal.ONE)
                            .maximum(BigDecimal.valueOf(200))
                            .defaultValue(50)));
            common.add(query(
                    "cursor",
                    "next_cursor of the page before, with the same filters and sort; without it the first page",
                    null,
                    text()));
        }
        Set<String> described = all.stream().map(Parameter::getName).collect(Collectors.toSet());
        common.stream()
                .filter(parameter -> !described.contains(parameter.getName()))
                .forEach(all::add);
        operation.setParameters(all);
    }

    private static List<Parameter> filters() {
        return List.of(
                query("status", "One or more statuses, separated by commas", "pending,running", text()),
                query("job_type", "One or more job types, separated by commas", "send_email", text()),
                query("queue", "One or more queues, separated by commas", "default", text()),
                query("priority", "One or more of high, medium and low, separated by commas", "high,medium", text()),
                query("tag", "One or more tags, separated by commas, of which a job must have one", "welcome", text()),
                query(
                        "worker_id",
                        "One or more workers that run the job or ran its last attempt, separated by commas",
                        "0198c0de-0000-7000-8000-00000000beef",
                        text()),
                query(
                        "schedule_id",
                        "One or more schedules that fired the job, separated by commas",
                        "0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01",
                        text()),
                query(
                        "fingerprint",
                        "One or more fingerprints of the job's last error, separated by commas",
                        "24cc6a0a30d4b755",
                        text()),
                query("created_after", "Jobs made at or after this time", "2026-03-29T00:00:00.000Z", time()),
                query("created_before", "Jobs made before this time", "2026-03-30T00:00:00.000Z", time()),
                query(
                        "finished_after",
                        "Jobs that ended or died at or after this time",
                        "2026-03-29T00:00:00.000Z",
                        time()),
                query(
                        "finished_before",
                        "Jobs that ended or died before this time",
                        "2026-03-30T00:00:00.000Z",
                        time()),
                query(
                        "payload.<path>",
                        "Jobs whose payload has exactly this value at the path: payload.to.address=ada@example.org. Names are"
                                + " joined by dots; a dot or backslash within a name has a backslash before it; in an array a"
                                + " whole number from 0 is a place. The value stands for the string that is written so, and"
                                + " also for the number, for true, false and null: payload.count=5 finds 5, 5.0 and \"5\"."
                                + " Up to 5 such parameters, all of which must fit.",
                        "ada@example.org",
                        text()));
    }

    private static Parameter query(String name, String description, Object example, Schema schema) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.QUERY)
                .description(description)
                .example(example)
                .schema(schema);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    private static Schema time() {
        return text().format("date-time");
    }
}
