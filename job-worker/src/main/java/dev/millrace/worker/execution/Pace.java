package dev.millrace.worker.execution;

/**
 * How fast the jobs of a queue end here, and so how many may be claimed ahead of a free slot: as many as will begin within some
 * {@value #HORIZON_MS} ms at the pace of the last moments. Jobs that take a millisecond are then claimed by the hundred, in one
 * statement; of jobs that take a second none waits behind another here while a different worker might be idle. When they
 * suddenly take longer fewer end, and fewer are claimed.
 */
final class Pace {
    /** The most jobs that are claimed ahead. */
    static final int MOST_AHEAD = 512;

    private static final int HORIZON_MS = 50;
    private static final long WINDOW_NANOS = 100_000_000;
    private static final int WINDOWS_PER_HORIZON = (int) (WINDOW_NANOS / 1_000_000 / HORIZON_MS);

    /** What may lie in memory for jobs that have not begun, or whose end is not recorded yet. */
    private static final long MOST_BYTES = 16L << 20;

    private final Ticker ticker;
    private long windowBegan;
    private int inWindow;
    private int inLastWindow;
    private long bytesOfAJob;

    Pace(Ticker ticker) {
        this.ticker = ticker;
        this.windowBegan = ticker.nanos();
    }

    /** A job has ended. */
    synchronized void ended() {
        roll();
        inWindow++;
    }

    /**
     * Jobs of this size are about.
     *
     * @param bytes roughly what one takes in memory
     */
    synchronized void saw(long bytes) {
        bytesOfAJob = Math.max(bytes, bytesOfAJob - bytesOfAJob / 64);
    }

    /** How many jobs may be claimed beyond the free slots, 0..{@value #MOST_AHEAD}. */
    synchronized int ahead() {
        roll();
        return Math.min(Math.max(inWindow, inLastWindow) / WINDOWS_PER_HORIZON, fitting(MOST_AHEAD));
    }

    /** How many jobs fit into memory, but no more than {@code most}. */
    synchronized int fitting(int most) {
        return bytesOfAJob == 0 ? most : (int) Math.min(most, MOST_BYTES / bytesOfAJob);
    }

    private void roll() {
        long age = ticker.nanos() - windowBegan;
        if (age >= WINDOW_NANOS) {
            inLastWindow = age < 2 * WINDOW_NANOS ? inWindow : 0;
            inWindow = 0;
            windowBegan += age - age % WINDOW_NANOS;
        }
    }
}
