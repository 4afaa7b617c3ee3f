package dev.millrace.api.stats;

import dev.millrace.core.statistics.Grouping;
import dev.millrace.core.statistics.Series;
import dev.millrace.core.statistics.SeriesQuery;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The lines of a chart. */
@Schema(name = "TimeSeries", description = "The lines of a chart, with one value for each time")
@RegisterForReflection
public record SeriesView(
        @Schema(examples = "completed") String metric,

        @Schema(examples = "jobs", description = "jobs, jobs per second, ratio or seconds")
        String unit,

        @Schema(description = "The beginning of the first step")
        Instant from,

        @Schema(description = "The end of the last step") Instant to,
        @Schema(examples = "5m") String step,
        @Schema(examples = "300") long stepSeconds,

        @Schema(examples = "none", description = "none, queue, job_type, outcome or priority")
        String groupBy,

        @Schema(description = "The beginning of each step; the last one may not be over")
        List<Instant> times,

        List<LineView> series) {
    public SeriesView {
        times = List.copyOf(times);
        series = List.copyOf(series);
    }

    static SeriesView of(SeriesQuery query, List<Series> series) {
        List<Instant> times = new ArrayList<>();
        for (Instant time = query.from();
                time.isBefore(query.to());
                time = time.plus(query.step().duration())) {
            times.add(time);
        }
        return new SeriesView(
                query.metric().wireName(),
                query.metric().kind().unit(),
                query.from(),
                query.to(),
                query.step().wireName(),
                query.step().duration().toSeconds(),
                query.grouping().wireName(),
                times,
                series.stream().map(line -> LineView.of(query, line)).toList());
    }

    /** One line. */
    @Schema(name = "TimeSeriesLine")
    @RegisterForReflection
    public record LineView(
            @Schema(
                    description = "The queue, job type, outcome or priority; null for all together and for the rest",
                    nullable = true,
                    examples = "default")
            String group,

            @Schema(description = "Whether it stands for all groups that have no line of their own")
            boolean other,

            @Schema(
                    description =
                            "One for each time. Counts and rates are 0 where nothing happened; what cannot be said"
                                    + " then, such as a percentile, is null")
            List<Double> values) {
        public LineView {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }

        static LineView of(SeriesQuery query, Series line) {
            return new LineView(
                    query.grouping() == Grouping.NONE ? null : line.group(), line.group() == null, line.values());
        }
    }
}
