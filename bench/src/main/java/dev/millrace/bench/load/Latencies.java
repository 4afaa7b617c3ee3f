package dev.millrace.bench.load;

import java.util.Arrays;

/** Times, in ns. */
public final class Latencies {
    private long[] all = new long[1_024];
    private int number;

    public void add(long nanoseconds) {
        if (number == all.length) {
            all = Arrays.copyOf(all, 2 * number);
        }
        all[number] = nanoseconds;
        number++;
    }

    /**
     * The time that so many of a hundred do not exceed, in ms; 0 when there are none.
     *
     * @param percent 0 to 100
     */
    public double percentile(double percent) {
        if (number == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(all, number);
        Arrays.sort(sorted);
        int place = (int) Math.ceil(percent / 100 * number) - 1;
        return sorted[Math.max(0, place)] / 1e6;
    }
}
