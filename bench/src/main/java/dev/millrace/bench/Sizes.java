package dev.millrace.bench;

import java.util.List;

/**
 * How much of everything.
 *
 * @param runs how often each is measured, after a run that warms up and does not count
 * @param submitted jobs one by one over plain HTTP
 * @param gathered jobs one by one through the client
 * @param bulks of 1,000
 * @param drained jobs that wait for workers
 * @param paced jobs at 50 a second
 * @param both jobs submitted while they are run
 * @param history how many finished jobs there are, one measurement each
 * @param scheduled how many scheduled jobs there are
 * @param workers how many workers there are, one measurement each
 * @param shared jobs that wait for all of these together
 * @param floorSeconds for each of PostgreSQL's floors
 * @param floorMessages for each of RabbitMQ's
 * @param floorRequests for that of HTTP
 * @param idleSeconds after which the services are called idle
 */
public record Sizes(
        int runs,
        int submitted,
        int gathered,
        int bulks,
        int drained,
        int paced,
        int both,
        List<Integer> history,
        int scheduled,
        List<Integer> workers,
        int shared,
        int floorSeconds,
        int floorMessages,
        int floorRequests,
        int idleSeconds) {
    static final Sizes FULL = new Sizes(
            5,
            20_000,
            40_000,
            100,
            20_000,
            1_500,
            30_000,
            List.of(200_000, 2_000_000),
            200_000,
            List.of(1, 2, 4),
            100_000,
            5,
            100_000,
            40_000,
            60);
    static final Sizes QUICK = new Sizes(
            2,
            8_000,
            15_000,
            30,
            20_000,
            400,
            10_000,
            List.of(200_000),
            200_000,
            List.of(1, 2, 4),
            100_000,
            2,
            30_000,
            10_000,
            60);

    Sizes withRuns(int number) {
        return new Sizes(
                number,
                submitted,
                gathered,
                bulks,
                drained,
                paced,
                both,
                history,
                scheduled,
                workers,
                shared,
                floorSeconds,
                floorMessages,
                floorRequests,
                idleSeconds);
    }
}
