package dev.millrace.api.stats;

import dev.millrace.api.security.Role;
import dev.millrace.core.statistics.TimeSeries;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Numbers over time, for charts. */
@Path("/api/v1/stats/timeseries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statistics")
public class TimeSeriesResource {
    private final SeriesReader reader;
    private final TimeSeries series;

    public TimeSeriesResource(SeriesReader reader, TimeSeries series) {
        this.reader = reader;
        this.series = series;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "getTimeSeries",
            summary = "Show numbers over time",
            description =
                    "From counts kept by the minute (2 days), the quarter of an hour (14 days), the hour (100 days)"
                            + " and the day (5 years), never from the jobs. At most 1,500 points; a few seconds behind.")
    @Parameter(
            name = "metric",
            in = ParameterIn.QUERY,
            required = true,
            description = "What to show. failed counts attempts, whether another follows (retried) or not (dead);"
                    + " percentiles are in seconds and at most 19 % too long; depth is the most pending jobs that any"
                    + " look, one a minute, saw",
            example = "completed",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {
                                "submitted",
                                "completed",
                                "failed",
                                "retried",
                                "dead",
                                "canceled",
                                "discarded",
                                "lost",
                                "released",
                                "snoozed",
                                "retried_by_hand",
                                "throughput",
                                "error_ratio",
                                "wait_p50",
                                "wait_p95",
                                "wait_p99",
                                "run_p50",
                                "run_p95",
                                "run_p99",
                                "depth",
                                "oldest_pending_age"
                            }))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "Default an hour before to; moved back to the beginning of its step",
            example = "2026-03-29T00:00:00.000Z")
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Default now; moved on to the end of its step",
            example = "2026-03-29T06:00:00.000Z")
    @Parameter(
            name = "step",
            in = ParameterIn.QUERY,
            description = "How far apart the points are; chosen by the range unless given",
            example = "5m",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"1m", "2m", "5m", "10m", "15m", "30m", "1h", "2h", "3h", "6h", "12h", "1d"}))
    @Parameter(
            name = "group_by",
            in = ParameterIn.QUERY,
            description = "A line for each; depth and oldest_pending_age are known by queue and priority, all else by"
                    + " queue, job_type and outcome",
            example = "queue",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"none", "queue", "job_type", "outcome", "priority"},
                            defaultValue = "none"))
    @Parameter(name = "queue", in = ParameterIn.QUERY, description = "Only these, separated by commas")
    @Parameter(name = "job_type", in = ParameterIn.QUERY, description = "Only these, separated by commas")
    @Parameter(
            name = "groups",
            in = ParameterIn.QUERY,
            description = "How many groups have a line of their own; the others share one",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "20", defaultValue = "10"))
    @APIResponse(
            responseCode = "200",
            description = "The lines of the chart",
            content = @Content(schema = @Schema(implementation = SeriesView.class)))
    public Uni<Response> get(@Context UriInfo uri) {
        return reader.read(uri.getQueryParameters())
                .fold(
                        query -> series.read(query).map(lines -> Response.ok(SeriesView.of(query, lines))
                                .build()),
                        problem -> Uni.createFrom().item(problem.toResponse()));
    }
}
