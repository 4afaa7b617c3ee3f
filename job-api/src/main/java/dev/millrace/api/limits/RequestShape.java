package dev.millrace.api.limits;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemAnswers;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.wiring.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Refuses long addresses and headers with a problem. The HTTP layer's own limits lie beyond, for what it refuses is answered
 * without a body.
 */
@Singleton
public class RequestShape {
    private static final int LONGEST_URI = 8 << 10;
    private static final int LARGEST_HEADERS = 16 << 10;
    /** Colon, blank and the end of the line. */
    private static final int PUNCTUATION = 4;

    private final ProblemAnswers answers;

    public RequestShape(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.REQUEST_SHAPE);
    }

    private void check(RoutingContext context) {
        if (context.request().uri().length() > LONGEST_URI) {
            answers.answerAndClose(
                    context, Problem.of(ProblemType.URI_TOO_LONG, "an address has at most 8 KiB, its query included"));
        } else if (sizeOfHeaders(context) > LARGEST_HEADERS) {
            answers.answerAndClose(
                    context,
                    Problem.of(ProblemType.HEADERS_TOO_LARGE, "the headers have at most 16 KiB, all together"));
        } else {
            context.next();
        }
    }

    private static int sizeOfHeaders(RoutingContext context) {
        int size = 0;
        for (Map.Entry<String, String> header : context.request().headers()) {
            size += header.getKey().length() + header.getValue().length() + PUNCTUATION;
        }
        return size;
    }
}
