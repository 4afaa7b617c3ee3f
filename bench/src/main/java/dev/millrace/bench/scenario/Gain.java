package dev.millrace.bench.scenario;

/** Tells when rounds of warming up have brought nothing for a while. */
final class Gain {
    private static final double WORTH_IT = 1.05;

    private final int patience;
    private final double[] best;
    private int withoutGain;

    /**
     * @param rates how many there are of each round
     * @param patience how many rounds in a row without a gain are enough
     */
    Gain(int rates, int patience) {
        this.patience = patience;
        best = new double[rates];
    }

    /** Whether another round may bring more, after one in which these rates were seen. */
    boolean isLikely(double... rates) {
        boolean faster = false;
        for (int i = 0; i < best.length; i++) {
            faster |= rates[i] > best[i] * WORTH_IT;
            best[i] = Math.max(best[i], rates[i]);
        }
        withoutGain = faster ? 0 : withoutGain + 1;
        return withoutGain < patience;
    }
}
