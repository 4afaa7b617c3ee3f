package dev.millrace.api.jobtypes;

import dev.millrace.api.directory.Directory;
import dev.millrace.api.directory.KnownJobType;
import dev.millrace.api.paging.Items;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.security.Role;
import dev.millrace.core.store.WorkerRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which kinds of jobs there are. */
@Path("/api/v1/job-types")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Job types")
public class JobTypesResource {
    private final Directory directory;
    private final WorkerRegistry workers;

    public JobTypesResource(Directory directory, WorkerRegistry workers) {
        this.directory = directory;
        this.workers = workers;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(operationId = "listJobTypes", summary = "List the job types that workers have registered")
    public Uni<Items<JobTypeView>> list() {
        return directory.present().chain(snapshot -> workers.list()
                .map(all -> new Items<>(snapshot.jobTypes().stream()
                        .map(KnownJobType::card)
                        .map(card -> JobTypeView.of(card, all))
                        .toList())));
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Path("/{name}")
    @Operation(operationId = "getJobType", summary = "Show one job type")
    @APIResponse(
            responseCode = "200",
            description = "The job type",
            content = @Content(schema = @Schema(implementation = JobTypeView.class)))
    public Uni<Response> get(@PathParam("name") String name) {
        return directory.looking(List.of(name), List.of()).chain(snapshot -> {
            KnownJobType type = snapshot.jobType(name);
            return type == null
                    ? Uni.createFrom()
                            .item(Problem.of(
                                            ProblemType.NOT_FOUND,
                                            "no worker has registered the job type " + Shown.briefly(name))
                                    .toResponse())
                    : workers.list().map(all -> Response.ok(JobTypeView.of(type.card(), all))
                            .build());
        });
    }
}
