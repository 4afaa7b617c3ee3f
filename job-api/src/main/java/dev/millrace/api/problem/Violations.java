package dev.millrace.api.problem;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a request, so that all of it is told at once; bounded. Not safe for several threads. */
public final class Violations {
    private static final int MOST = 100;
    private static final int LONGEST_TEXT = 500;

    private final List<Violation> found = new ArrayList<>();

    /** Notes one; those after the hundredth are dropped. */
    public void add(String pointer, String detail) {
        if (found.size() < MOST) {
            found.add(new Violation(Shown.upTo(LONGEST_TEXT, pointer), Shown.upTo(LONGEST_TEXT, detail)));
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** How many so far. */
    public int count() {
        return found.size();
    }

    /** All of them as the answer to the request. */
    public Problem toProblem() {
        String detail = found.size() == 1
                ? found.getFirst().pointer() + ": " + found.getFirst().detail()
                : found.size() + " things are wrong; see errors";
        return Problem.of(ProblemType.INVALID_REQUEST, detail).withErrors(found);
    }
}
