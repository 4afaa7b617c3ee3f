package dev.millrace.api.jobs;

import dev.millrace.api.paging.Page;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.api.security.Role;
import dev.millrace.core.listing.JobPage;
import dev.millrace.core.listing.JobPages;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists of jobs, and how many there are. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobListResource {
    private final JobPages pages;
    private final Redaction redaction;

    public JobListResource(JobPages pages, Redaction redaction) {
        this.pages = pages;
        this.redaction = redaction;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "listJobs",
            summary = "List jobs, live and finished",
            description = "All filters may be combined. Finished jobs are found directly by status, by job_type or by"
                    + " schedule_id, newest or oldest first; any other filter or sort that shows finished jobs needs"
                    + " a time range of at most a day (created_after and created_before, or finished_after and"
                    + " finished_before; without an end it reaches to now). Live statuses alone need no range. A page ends"
                    + " early when its payloads, results and errors together reach 4 MiB.")
    @APIResponse(
            responseCode = "200",
            description = "A page of jobs",
            content = @Content(schema = @Schema(ref = "JobPage")))
    public Uni<Response> list(@Context UriInfo uri) {
        return answer(pages, JobListQuery.ofJobs(uri.getQueryParameters(), redaction));
    }

    @GET
    @Path("/count")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "countJobs",
            summary = "Count jobs, up to 10,000",
            description = "Takes the filters of the list, and needs a time range where the list does. Counting ends at"
                    + " 10,000, which capped tells.")
    @APIResponse(
            responseCode = "200",
            description = "How many jobs fit",
            content = @Content(schema = @Schema(implementation = JobCountView.class)))
    public Uni<Response> count(@Context UriInfo uri) {
        return JobListQuery.ofCount(uri.getQueryParameters(), redaction)
                .fold(
                        filter -> pages.count(filter).map(counted -> counted.map(count ->
                                        Response.ok(JobCountView.of(count)).build())
                                .orElseGet(JobListResource::rangeRequired)),
                        problem -> Uni.createFrom().item(problem.toResponse()));
    }

    /** The answer to a list of jobs. */
    public static Uni<Response> answer(JobPages pages, Checked<JobListQuery> asked) {
        return asked.fold(
                query -> pages.list(query.filter(), query.order(), query.after(), query.limit())
                        .map(page -> switch (page) {
                            case JobPage.Listed listed -> page(query, listed);
                            case JobPage.RangeRequired ignored -> rangeRequired();
                        }),
                problem -> Uni.createFrom().item(problem.toResponse()));
    }

    private static Response page(JobListQuery query, JobPage.Listed listed) {
        return Response.ok(new Page<>(listed.jobs().stream().map(JobView::of).toList(), query.cursor(listed.next())))
                .build();
    }

    private static Response rangeRequired() {
        return Problem.of(
                        ProblemType.RANGE_REQUIRED,
                        "no index finds finished jobs by these filters in this order: add created_after and, unless it is"
                                + " less than a day ago, created_before, at most a day apart (or finished_after and"
                                + " finished_before); or ask for live statuses only (scheduled, pending, running,"
                                + " retrying, dead); or sort by created_at and filter by status, by job_type or by"
                                + " schedule_id alone")
                .toResponse();
    }
}
