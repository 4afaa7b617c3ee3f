package dev.millrace.bench;

import java.io.PrintStream;

/** Says what goes on, and since when. */
public final class Progress {
    private final PrintStream out;
    private final long began = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
    }

    public void say(String text) {
        out.printf("%5d s  %s%n", (System.nanoTime() - began) / 1_000_000_000, text);
        out.flush();
    }
}
