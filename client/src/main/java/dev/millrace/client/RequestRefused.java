package dev.millrace.client;

/** The server has understood a request and refuses it; the same request will be refused again. Nothing was changed. */
public final class RequestRefused extends MillraceException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RequestRefused(Problem problem) {
        super(problem.toString(), null);
        this.problem = problem;
    }

    /** Why. */
    public Problem problem() {
        return problem;
    }

    @Override
    RequestRefused here() {
        return new RequestRefused(problem);
    }
}
