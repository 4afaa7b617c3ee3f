package dev.millrace.api.problem;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Problems for what never reaches a resource: unknown paths, bodies that announce themselves as too large. */
@Singleton
public class ProblemRoutes {
    /** Before the HTTP layer's own limit, which answers without a body. */
    private static final int BEFORE_UPLOAD_LIMIT = 3;

    private static final long LARGEST_BODY = 8L << 20;
    private static final List<Integer> REFUSALS = List.of(400, 404, 405, 406, 413, 414, 415, 431, 500, 503);

    private final ProblemMappers problems;
    private final TraceIds traceIds;

    public ProblemRoutes(ProblemMappers problems, TraceIds traceIds) {
        this.problems = problems;
        this.traceIds = traceIds;
    }

    void register(@Observes Router router) {
        REFUSALS.forEach(status -> router.errorHandler(status, context -> refuse(context, status)));
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseLargeBody, BEFORE_UPLOAD_LIMIT);
    }

    private void refuseLargeBody(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && isLongerThanAllowed(length)) {
            context.response().putHeader(HttpHeaderNames.CONNECTION, "close");
            answer(context, Problem.of(ProblemType.TOO_LARGE, "the body is larger than 8 MiB"));
        } else {
            context.next();
        }
    }

    private static boolean isLongerThanAllowed(String length) {
        try {
            return Long.parseLong(length) > LARGEST_BODY;
        } catch (NumberFormatException beyondLong) {
            return true;
        }
    }

    private void refuse(RoutingContext context, int status) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        String detail = status == 404
                ? "there is no " + Shown.briefly(context.normalizedPath())
                : "the request could not be answered";
        answer(context, Problem.ofStatus(status, detail));
    }

    private void answer(RoutingContext context, Problem problem) {
        Problem named = problem.withTraceId(traceIds.of(context.request().getHeader(Traceparent.HEADER)));
        HttpServerResponse response = context.response()
                .setStatusCode(named.status())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (named.retryAfter() != null) {
            response.putHeader(
                    HttpHeaderNames.RETRY_AFTER,
                    Long.toString(named.retryAfter().toSeconds()));
        }
        response.end(Buffer.buffer(problems.json(named)));
    }
}
