package dev.millrace.api.problem;

import dev.millrace.core.tracing.Traceparent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Answers with problems where no resource has been reached yet. */
@Singleton
public class ProblemAnswers {
    private static final long LINGERING_MS = 1_000;

    private final ProblemMappers problems;
    private final TraceIds traceIds;

    public ProblemAnswers(ProblemMappers problems, TraceIds traceIds) {
        this.problems = problems;
        this.traceIds = traceIds;
    }

    /** Ends the request with this problem, unless an answer is on its way already. */
    public void answer(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten() || response.closed()) {
            return;
        }
        Problem named = problem.withTraceId(traceIds.of(context.request().getHeader(Traceparent.HEADER)));
        response.setStatusCode(named.status()).putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (named.retryAfter() != null) {
            response.putHeader(
                    HttpHeaderNames.RETRY_AFTER,
                    Long.toString(Math.max(1, named.retryAfter().toSeconds())));
        }
        response.end(Buffer.buffer(problems.json(named)));
    }

    /**
     * The same, and closes the connection, for a body may still be coming that nobody will read. What comes is dropped for a
     * moment first: a connection closed in the midst of it would take the answer with it.
     */
    public void answerAndClose(RoutingContext context, Problem problem) {
        HttpServerRequest request = context.request();
        boolean multiplexed = request.version() == HttpVersion.HTTP_2;
        if (!multiplexed && !context.response().headWritten()) {
            context.response().putHeader(HttpHeaderNames.CONNECTION, "close");
        }
        answer(context, problem);
        if (!multiplexed && !request.isEnded()) {
            request.resume();
            context.vertx()
                    .setTimer(LINGERING_MS, ignored -> request.connection().close());
        }
    }
}
