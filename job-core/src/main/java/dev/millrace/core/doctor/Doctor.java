package dev.millrace.core.doctor;

import java.io.PrintStream;
import java.util.List;

/** Looks at everything, and writes down what was found for somebody who is awake since a minute ago. */
public final class Doctor {
    private final List<Examination> examinations;
    private final PrintStream paper;

    /** @param paper where findings go, a line each, and advice below those that need some */
    public Doctor(List<Examination> examinations, PrintStream paper) {
        this.examinations = List.copyOf(examinations);
        this.paper = paper;
    }

    /** Looks, part by part; returns how many things are bad. */
    public int look() {
        int bad = 0;
        for (Examination examination : examinations) {
            paper.println(examination.subject());
            for (Finding finding : examination.look()) {
                write(finding);
                if (finding instanceof Finding.Bad) {
                    bad++;
                }
            }
        }
        paper.println();
        paper.println(bad == 0 ? "Nothing to mend." : bad + " to mend.");
        return bad;
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
