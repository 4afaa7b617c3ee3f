package dev.millrace.core.doctor;

import java.io.PrintStream;
import java.util.List;

/** Looks at everything, and writes down what was found for somebody who is awake since a minute ago. */
public final class Doctor {
    /** Nothing is bad. */
    public static final int WELL = 0;
    /** Something is bad. */
    public static final int ILL = 1;
    /** Something could not be looked at, by a fault of the doctor's own. */
    public static final int UNABLE = 2;

    private final List<Examination> examinations;
    private final PrintStream paper;

    /** @param paper where findings go, a line each, and advice below those that need some */
    public Doctor(List<Examination> examinations, PrintStream paper) {
        this.examinations = List.copyOf(examinations);
        this.paper = paper;
    }

    /** Looks, part by part; returns one of {@link #WELL}, {@link #ILL} and {@link #UNABLE}. */
    public int look() {
        int bad = 0;
        boolean unable = false;
        for (Examination examination : examinations) {
            paper.println(examination.subject());
            List<Finding> findings;
            try {
                findings = examination.look();
            } catch (RuntimeException bug) {
                unable = true;
                findings = List.of(new Finding.Bad(
                        "it was not looked at to the end: " + bug, "this is a bug of the doctor; please report it"));
            }
            for (Finding finding : findings) {
                write(finding);
                if (finding instanceof Finding.Bad) {
                    bad++;
                }
            }
        }
        paper.println();
        paper.println(bad == 0 ? "Nothing to mend." : bad + " to mend.");
        if (unable) {
            return UNABLE;
        }
        return bad == 0 ? WELL : ILL;
    }

    private void write(Finding finding) {
        switch (finding) {
            case Finding.Good good -> paper.println("  ok    " + good.what());
            case Finding.Doubtful doubtful -> {
                paper.println("  note  " + doubtful.what());
                paper.println("        " + doubtful.advice());
            }
            case Finding.Bad bad -> {
                paper.println("  bad   " + bad.what());
                paper.println("        " + bad.advice());
            }
        }
    }
}
