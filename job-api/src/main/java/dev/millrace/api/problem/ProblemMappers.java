package dev.millrace.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.batching.BatcherOverloaded;
import dev.millrace.core.encryption.PayloadsSealed;
import dev.millrace.core.encryption.SealedAway;
import dev.millrace.core.store.StoreUnavailable;
import dev.millrace.core.tracing.Traceparent;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Turns whatever goes wrong into a problem. What lies outside (PostgreSQL away, too much at once) is never a 500; a 500 is
 * a bug, logged once under the trace id that the client is told, and tells the client nothing else.
 */
@Singleton
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final String QUERY_CANCELED = "57014";

    private final ObjectMapper mapper;
    private final TraceIds traceIds;

    public ProblemMappers(ObjectMapper mapper, TraceIds traceIds) {
        this.mapper = mapper;
        this.traceIds = traceIds;
    }

    @ServerExceptionMapper
    Response refusedByHttp(WebApplicationException refusal, ContainerRequestContext request) {
        Response given = refusal.getResponse();
        if (given.getStatus() < Response.Status.BAD_REQUEST.getStatusCode()) {
            return given;
        }
        Problem problem = Problem.ofStatus(given.getStatus(), detail(given.getStatus(), request));
        if (given.getStatus() != Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            return problem.toResponse();
        }
        List<String> allowed = AllowedMethods.at(request.getUriInfo().getPath());
        return Response.fromResponse(problem.toResponse())
                .header(HttpHeaders.ALLOW, String.join(", ", allowed))
                .build();
    }

    @ServerExceptionMapper
    Response storeUnavailable(StoreUnavailable failure) {
        if (failure.getCause() instanceof PgException answer && QUERY_CANCELED.equals(answer.getSqlState())) {
            return Problem.of(
                            ProblemType.RANGE_TOO_WIDE,
                            "the answer would take too long; narrow the range with created_after and created_before"
                                    + " or with finished_after and finished_before, or sort by created_at")
                    .toResponse();
        }
        LOG.debug("PostgreSQL is not available", failure);
        return Problem.of(ProblemType.UNAVAILABLE, "the database cannot be reached; nothing is lost, try again shortly")
                .toResponse();
    }

    @ServerExceptionMapper
    Response overloaded(BatcherOverloaded ignored) {
        return Problem.of(ProblemType.OVERLOADED, "too many requests wait already; try again shortly")
                .toResponse();
    }

    @ServerExceptionMapper
    Response sealedAway(SealedAway failure) {
        return Problem.of(
                        ProblemType.PAYLOAD_UNREADABLE,
                        "the payload is " + failure.reason().detail())
                .toResponse();
    }

    @ServerExceptionMapper
    Response payloadsSealed(PayloadsSealed ignored) {
        return Problem.of(
                        ProblemType.PAYLOADS_ENCRYPTED,
                        "payloads are encrypted at rest here, so that no filter finds what they hold; filter by"
                                + " job_type, tag or time")
                .toResponse();
    }

    @ServerExceptionMapper
    Response bug(Throwable bug, ContainerRequestContext request) {
        String traceId = traceIds.of(request.getHeaderString(Traceparent.HEADER));
        LOG.errorf(
                bug,
                "request failed unexpectedly: trace_id=%s method=%s path=%s",
                traceId,
                request.getMethod(),
                Shown.briefly(request.getUriInfo().getPath()));
        return Problem.of(ProblemType.INTERNAL_ERROR, "an error of the service itself; its log tells more")
                .withTraceId(traceId)
                .toResponse();
    }

    @ServerResponseFilter
    void write(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem) {
            Problem named = problem.traceId() != null
                    ? problem
                    : problem.withTraceId(traceIds.of(request.getHeaderString(Traceparent.HEADER)));
            response.setEntity(json(named), null, MediaType.valueOf(Problem.MEDIA_TYPE));
        }
    }

    byte[] json(Problem problem) {
        try {
            return mapper.writeValueAsBytes(problem);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String detail(int status, ContainerRequestContext request) {
        String method = request.getMethod();
        String path = Shown.briefly(request.getUriInfo().getPath());
        return switch (status) {
            case 404 -> "there is no " + path;
            case 405 -> method + " is not allowed at " + path;
            case 406 -> "the answer can be given as application/json";
            case 413 -> "the body is larger than 8 MiB";
            case 415 -> "the body must be application/json";
            default -> "the request could not be understood";
        };
    }
}
