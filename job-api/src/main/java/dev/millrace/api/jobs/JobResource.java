package dev.millrace.api.jobs;

import dev.millrace.api.problem.Problem;
import dev.millrace.core.store.JobReader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** One job. */
@Path("/api/v1/jobs/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
    private final JobReader reader;

    public JobResource(JobReader reader) {
        this.reader = reader;
    }

    @GET
    public Uni<Response> get(@PathParam("id") String id) {
        return JobIdText.parse(id)
                .map(known -> reader.find(known).map(found -> found.map(
                                job -> Response.ok(JobView.of(job)).build())
                        .orElseGet(() -> Problem.noJob(id).toResponse())))
                .orElseGet(() -> Uni.createFrom().item(Problem.noJob(id).toResponse()));
    }
}
