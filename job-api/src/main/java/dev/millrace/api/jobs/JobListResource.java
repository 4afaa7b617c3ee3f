package dev.millrace.api.jobs;

import dev.millrace.api.paging.Page;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.core.listing.JobPage;
import dev.millrace.core.listing.JobPages;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists of jobs. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobListResource {
    private final JobPages pages;

    public JobListResource(JobPages pages) {
        this.pages = pages;
    }

    @GET
    @Operation(
            operationId = "listJobs",
            summary = "List jobs, live and finished",
            description = "Filters by status or by job_type find their jobs directly; any other combination that shows"
                    + " finished jobs needs a time range of at most a day (created_after and created_before).")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "One or more statuses, separated by commas",
            example = "pending,running")
    @Parameter(
            name = "job_type",
            in = ParameterIn.QUERY,
            description = "One or more job types, separated by commas",
            example = "send_email")
    @Parameter(
            name = "queue",
            in = ParameterIn.QUERY,
            description = "One or more queues, separated by commas",
            example = "default")
    @Parameter(
            name = "priority",
            in = ParameterIn.QUERY,
            description = "One or more priorities, separated by commas",
            example = "high")
    @Parameter(
            name = "tag",
            in = ParameterIn.QUERY,
            description = "One or more tags, separated by commas; one must match")
    @Parameter(
            name = "created_after",
            in = ParameterIn.QUERY,
            description = "Jobs made at or after this time",
            example = "2026-03-29T00:00:00.000Z")
    @Parameter(
            name = "created_before",
            in = ParameterIn.QUERY,
            description = "Jobs made before this time",
            example = "2026-03-30T00:00:00.000Z")
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            description = "-created_at (default) or created_at",
            example = "-created_at")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50", example = "50")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before, with the same filters and sort")
    @APIResponse(
            responseCode = "200",
            description = "A page of jobs",
            content = @Content(schema = @Schema(ref = "JobPage")))
    public Uni<Response> list(@Context UriInfo uri) {
        return JobListQuery.ofJobs(uri.getQueryParameters())
                .fold(
                        query -> pages.list(query.filter(), query.order(), query.after(), query.limit())
                                .map(page -> switch (page) {
                                    case JobPage.Listed listed -> answer(query, listed);
                                    case JobPage.RangeRequired ignored -> rangeRequired();
                                }),
                        problem -> Uni.createFrom().item(problem.toResponse()));
    }

    /** A page of jobs as clients see it. */
    public static Response answer(JobListQuery query, JobPage.Listed listed) {
        return Response.ok(new Page<>(listed.jobs().stream().map(JobView::of).toList(), query.cursor(listed.next())))
                .build();
    }

    private static Response rangeRequired() {
        return Problem.of(
                        ProblemType.RANGE_REQUIRED,
                        "no index finds finished jobs by these filters: add created_after and, unless it is less than a day"
                                + " ago, created_before, at most a day apart; or ask for live statuses only (scheduled,"
                                + " pending, running, retrying, dead); or filter by status or job_type alone")
                .toResponse();
    }
}
