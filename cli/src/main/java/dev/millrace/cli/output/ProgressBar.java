package dev.millrace.cli.output;

/** How far something has come, drawn in characters that every terminal has. */
public final class ProgressBar {
    private static final int PERCENT = 100;
    private static final int CELLS = 20;

    private ProgressBar() {}

    /** @param percent 0 to 100 */
    public static String of(int percent) {
        int known = Math.max(0, Math.min(PERCENT, percent));
        int full = known * CELLS / PERCENT;
        return "[" + "#".repeat(full) + ".".repeat(CELLS - full) + "] " + "%3d %%".formatted(known);
    }

    /** That of a part of a whole; {@code whole} may be 0. */
    public static String of(long part, long whole) {
        return of(whole <= 0 ? PERCENT : (int) (part * PERCENT / whole));
    }
}
