package dev.millrace.core.doctor;

import java.util.Objects;

/** What came of looking at one thing. Written for people: what is so, and what to do where it should not be. */
public sealed interface Finding {
    /** What is so, in one line. */
    String what();

    /** It is as it should be. */
    record Good(String what) implements Finding {
        public Good {
            Objects.requireNonNull(what);
        }
    }

    /**
     * It may be meant to be so, or become a fault.
     *
     * @param advice what to do, in one line
     */
    record Doubtful(String what, String advice) implements Finding {
        public Doubtful {
            Objects.requireNonNull(what);
            Objects.requireNonNull(advice);
        }
    }

    /**
     * Work is held up or in danger.
     *
     * @param advice what to do, in one line
     */
    record Bad(String what, String advice) implements Finding {
        public Bad {
            Objects.requireNonNull(what);
            Objects.requireNonNull(advice);
        }
    }
}
