package dev.millrace.cli.output;

import java.io.PrintStream;
import java.util.List;

/** Lines at the end of a terminal that are drawn again and again in their place. */
public final class LiveLines {
    private static final String TO_BEGIN_AND_CLEAR_REST = "\r\u001B[J";
    private static final String UP = "\u001B[%dA";

    private final PrintStream out;
    private List<String> shown = List.of();

    public LiveLines(PrintStream out) {
        this.out = out;
    }

    /** @param lines none longer than the terminal is wide, or they cannot be drawn over */
    public void show(List<String> lines) {
        if (lines.equals(shown)) {
            return;
        }
        clear();
        lines.forEach(out::println);
        out.flush();
        shown = List.copyOf(lines);
    }

    /** Takes them away, so that something else can be printed. */
    public void clear() {
        if (!shown.isEmpty()) {
            out.print(UP.formatted(shown.size()) + TO_BEGIN_AND_CLEAR_REST);
            out.flush();
            shown = List.of();
        }
    }
}
