package dev.millrace.api.stats;

import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Violations;
import dev.millrace.core.statistics.Grouping;
import dev.millrace.core.statistics.Metric;
import dev.millrace.core.statistics.SeriesQuery;
import dev.millrace.core.statistics.Step;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a chart asks for: bounded in points and groups, and within what is kept for its step. */
@Singleton
public class SeriesReader {
    /** The most points of a line. */
    static final int MOST_POINTS = 1_500;
    /** The most groups that are told apart. */
    static final int MOST_GROUPS = 20;

    private static final int USUAL_GROUPS = 10;
    private static final int USUAL_POINTS = 200;
    private static final Duration USUAL_RANGE = Duration.ofHours(1);

    private final Clock clock;

    public SeriesReader(Clock clock) {
        this.clock = clock;
    }

    Checked<SeriesQuery> read(MultivaluedMap<String, String> parameters) {
        Violations violations = new Violations();
        QueryFields fields = new QueryFields(parameters, violations);
        Metric metric = required(fields, "metric", Metric::ofWireName, Metric.names(), violations);
        Grouping grouping = one(fields, "group_by", Grouping::ofWireName, Grouping.names());
        Step asked = one(fields, "step", Step::ofWireName, Step.names());
        Instant now = clock.instant();
        Instant to = earlier(fields.time("to"), now);
        Instant given = fields.time("from");
        Instant from = given == null ? to.minus(USUAL_RANGE) : given;
        List<String> queues = fields.texts("queue");
        List<String> jobTypes = fields.texts("job_type");
        int groups = fields.integer("groups", 1, MOST_GROUPS, USUAL_GROUPS);
        fields.refuseUnknown();
        Grouping by = grouping == null ? Grouping.NONE : grouping;
        if (metric != null && !by.fits(metric)) {
            violations.add("group_by", metric.wireName() + " is not known by " + by.wireName());
        }
        if (metric != null && metric.isOfDepth() && !jobTypes.isEmpty()) {
            violations.add("job_type", metric.wireName() + " is not known by job type");
        }
        if (!from.isBefore(to)) {
            violations.add("from", "must lie before to, and in the past");
        }
        if (!violations.isEmpty()) {
            return Checked.refused(violations.toProblem());
        }
        Step step = asked == null ? fitting(from, to, now) : asked;
        check(step, from, to, now, violations);
        return violations.isEmpty()
                ? Checked.sound(
                        new SeriesQuery(metric, step.floor(from), step.ceiling(to), step, by, queues, jobTypes, groups))
                : Checked.refused(violations.toProblem());
    }

    private static void check(Step step, Instant from, Instant to, Instant now, Violations violations) {
        if (from.isBefore(now.minus(step.slot().kept()))) {
            violations.add(
                    "step",
                    "points " + step.wireName() + " apart are kept for "
                            + step.slot().kept().toDays() + " days; use a longer step or a later from");
        } else if (step.between(step.floor(from), step.ceiling(to)) > MOST_POINTS) {
            violations.add("step", "makes more than " + MOST_POINTS + " points; use a longer step or a shorter range");
        }
    }

    /** The shortest step with which the chart is neither crowded nor beyond what is kept; else the longest. */
    private static Step fitting(Instant from, Instant to, Instant now) {
        return Arrays.stream(Step.values())
                .filter(step -> step.between(step.floor(from), step.ceiling(to)) <= USUAL_POINTS
                        && !from.isBefore(now.minus(step.slot().kept())))
                .findFirst()
                .orElse(Step.D1);
    }

    private static Instant earlier(Instant given, Instant now) {
        return given == null || given.isAfter(now) ? now : given;
    }

    private static <T> T required(
            QueryFields fields,
            String name,
            Function<String, Optional<T>> read,
            String allowed,
            Violations violations) {
        if (fields.text(name) == null) {
            violations.add(name, "is required but missing; allowed: " + allowed);
            return null;
        }
        return one(fields, name, read, allowed);
    }

    private static <T> T one(QueryFields fields, String name, Function<String, Optional<T>> read, String allowed) {
        List<T> values = fields.values(name, read, allowed);
        return values.isEmpty() ? null : values.getLast();
    }
}
