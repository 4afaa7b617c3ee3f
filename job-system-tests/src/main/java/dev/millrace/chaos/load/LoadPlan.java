package dev.millrace.chaos.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What clients submit during a run: the same for the same seed.
 *
 * @param requests in the order of their times
 */
public record LoadPlan(List<PlannedRequest> requests) {
    private static final int LARGEST_BULK = 20;

    /**
     * Makes one.
     *
     * @param jobs how many
     * @param period over which they are spread
     */
    public static LoadPlan of(long seed, int jobs, Duration period) {
        Random random = new Random(seed);
        List<List<PlannedJob>> groups = new ArrayList<>();
        int number = 0;
        while (number < jobs) {
            int size = random.nextInt(4) > 0 ? 1 : 2 + random.nextInt(LARGEST_BULK - 1);
            List<PlannedJob> group = new ArrayList<>();
            for (int i = 0; i < size && number < jobs; i++) {
                group.add(job(++number, random));
            }
            groups.add(group);
        }
        List<PlannedRequest> requests = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            requests.add(new PlannedRequest(
                    "request-" + (i + 1),
                    period.multipliedBy(i).dividedBy(groups.size()),
                    groups.get(i),
                    random.nextInt(20) == 0));
        }
        return new LoadPlan(List.copyOf(requests));
    }

    private static PlannedJob job(long number, Random random) {
        int kind = random.nextInt(100);
        if (kind < 80) {
            return new PlannedJob(number, random.nextInt(100), 0, 0, 3, 0, false);
        }
        if (kind < 86) {
            return new PlannedJob(number, random.nextInt(100), 1 + random.nextInt(2), 0, 3, 0, false);
        }
        if (kind < 87) {
            return new PlannedJob(number, 10, 5, 0, 1, 0, false);
        }
        if (kind < 91) {
            return new PlannedJob(number, 2_000 + random.nextInt(4_000), 0, 0, 3, 0, false);
        }
        return new PlannedJob(number, random.nextInt(100), 0, 0, 3, 1 + random.nextInt(8), kind >= 97);
    }
}
