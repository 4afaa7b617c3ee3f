package dev.millrace.api.problem;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;

/** Problems for what never reaches a resource, such as unknown paths, and for what fails on the way there. */
@Singleton
public class ProblemRoutes {
    private static final Logger LOG = Logger.getLogger(ProblemRoutes.class);
    private static final List<Integer> REFUSALS = List.of(400, 404, 405, 406, 413, 414, 415, 431, 500, 503);
    private static final int INTERNAL_ERROR = 500;
    private static final int TOO_LARGE = 413;

    private final ProblemAnswers answers;

    public ProblemRoutes(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Router router) {
        // Before the framework's own handler, whose answers are no problems.
        router.route().order(Integer.MIN_VALUE).failureHandler(this::fail);
        REFUSALS.forEach(status -> router.errorHandler(status, context -> refuse(context, status)));
    }

    private void fail(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof AuthenticationException
                || failure instanceof UnauthorizedException
                || failure instanceof ForbiddenException) {
            context.next();
            return;
        }
        int status = context.statusCode() > 0 ? context.statusCode() : INTERNAL_ERROR;
        if (failure instanceof IOException || context.response().closed()) {
            LOG.debugf("a client left: path=%s", Shown.briefly(context.request().path()));
        } else if (status == INTERNAL_ERROR) {
            LOG.errorf(
                    failure,
                    "request failed unexpectedly: method=%s path=%s",
                    Shown.briefly(context.request().method().name()),
                    Shown.briefly(context.request().path()));
        }
        refuse(context, status);
    }

    private void refuse(RoutingContext context, int status) {
        String detail =
                switch (status) {
                    case 404 -> "there is no " + Shown.briefly(context.normalizedPath());
                    case 413 -> "the body is larger than is allowed here";
                    case 500 -> "an error of the service itself; its log tells more";
                    default -> "the request could not be understood";
                };
        Problem problem = Problem.ofStatus(status, detail);
        if (status == TOO_LARGE) {
            answers.answerAndClose(context, problem);
        } else {
            answers.answer(context, problem);
        }
    }
}
