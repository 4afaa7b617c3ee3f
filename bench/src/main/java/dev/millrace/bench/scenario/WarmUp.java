package dev.millrace.bench.scenario;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Lets the services run until they run no faster: JVMs that have just started spend most of their time on compiling, for some hundred
 * thousand jobs. What is measured afterwards is what a service does that has been up for a few minutes.
 */
public final class WarmUp {
    private static final int MOST_ROUNDS = 12;
    private static final int ROUNDS_WITHOUT_GAIN = 3;

    private final Measuring measuring;

    public WarmUp(Measuring measuring) {
        this.measuring = measuring;
    }

    /** Ends when a few rounds in a row have brought nothing, and after {@value #MOST_ROUNDS} in any case. */
    public void run() throws IOException, SQLException, InterruptedException {
        Gain gain = new Gain(2, ROUNDS_WITHOUT_GAIN);
        boolean goesOn = true;
        for (int round = 1; round <= MOST_ROUNDS && goesOn; round++) {
            // Both ways: each has code of its own, in the services and in the load generator.
            double plain = BothAtOnce.plain(measuring).figure();
            double gathered = BothAtOnce.gathered(measuring).figure();
            measuring
                    .progress()
                    .say("   %,9.1f jobs/s and %,9.1f through the client  warms up".formatted(plain, gathered));
            goesOn = gain.isLikely(plain, gathered);
        }
        Drain.drain(measuring);
    }
}
