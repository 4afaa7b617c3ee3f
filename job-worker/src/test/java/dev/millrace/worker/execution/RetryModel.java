package dev.millrace.worker.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What becomes of jobs by the rules that users are told, worked out without a line of the code that carries them out: what
 * each attempt does is drawn beforehand from a seed, so that the end of every job can be told before any of them runs.
 */
final class RetryModel {
    static final long SNOOZE_MILLIS = 40;
    static final long RETRY_AFTER_MILLIS = 70;
    static final int TIMEOUT_SECONDS = 3;

    private static final int STEPS = 8;
    private static final int USUAL_TIMEOUT_SECONDS = 60;

    private RetryModel() {}

    /** What an attempt does. */
    enum Step {
        SUCCEED,
        FAIL,
        THROW,
        RETRY_AFTER,
        /** Does nothing until it is interrupted. */
        HANG,
        /** Does nothing, and heeds no interrupt. */
        IGNORE_INTERRUPT,
        GIVE_UP,
        DISCARD,
        SNOOZE
    }

    /**
     * A job, and what its attempts will do.
     *
     * @param steps by attempt; whatever comes after them succeeds
     */
    record Plan(
            int number,
            String type,
            int priority,
            int maxRetries,
            long baseMillis,
            long maxMillis,
            int timeoutSeconds,
            List<Step> steps) {
        /** @param attempt from 1 */
        Step step(int attempt) {
            return attempt <= steps.size() ? steps.get(attempt - 1) : Step.SUCCEED;
        }
    }

    /** The bounds of a wait, in milliseconds, both included. */
    record Wait(long atLeast, long atMost) {}

    /**
     * How a job ends.
     *
     * @param error the type of its last error, or null
     * @param outcomes of the attempts that did not simply succeed
     * @param waits until each further attempt
     */
    record End(String status, int attempts, int failures, String error, List<String> outcomes, List<Wait> waits) {}

    static List<Plan> draw(long seed, int jobs, List<String> types) {
        SplittableRandom chance = new SplittableRandom(seed);
        return IntStream.range(0, jobs)
                .mapToObj(number -> draw(number, types, chance))
                .toList();
    }

    private static Plan draw(int number, List<String> types, SplittableRandom chance) {
        List<Step> steps =
                IntStream.range(0, STEPS).mapToObj(i -> drawStep(chance)).toList();
        long base = chance.nextLong(20, 51);
        return new Plan(
                number,
                types.get(chance.nextInt(types.size())),
                chance.nextInt(3),
                chance.nextInt(5),
                base,
                base * chance.nextInt(1, 6),
                steps.contains(Step.HANG) ? TIMEOUT_SECONDS : USUAL_TIMEOUT_SECONDS,
                steps);
    }

    /** Three of ten fail. */
    private static Step drawStep(SplittableRandom chance) {
        int drawn = chance.nextInt(1_000);
        if (drawn < 130) {
            return Step.FAIL;
        }
        if (drawn < 235) {
            return Step.THROW;
        }
        if (drawn < 275) {
            return Step.RETRY_AFTER;
        }
        if (drawn < 280) {
            return Step.HANG;
        }
        if (drawn < 300) {
            return Step.GIVE_UP;
        }
        if (drawn < 320) {
            return Step.DISCARD;
        }
        return drawn < 370 ? Step.SNOOZE : Step.SUCCEED;
    }

    static End endOf(Plan plan) {
        int failures = 0;
        String error = null;
        List<String> outcomes = new ArrayList<>();
        List<Wait> waits = new ArrayList<>();
        for (int attempt = 1; true; attempt++) {
            Step step = plan.step(attempt);
            switch (step) {
                case SUCCEED -> {
                    return new End("completed", attempt, failures, error, outcomes, waits);
                }
                case DISCARD -> {
                    outcomes.add("discarded");
                    return new End("discarded", attempt, failures, "Discarded", outcomes, waits);
                }
                case GIVE_UP -> {
                    outcomes.add("failed");
                    return new End("dead", attempt, failures + 1, "Hopeless", outcomes, waits);
                }
                case SNOOZE -> {
                    outcomes.add("released");
                    waits.add(new Wait(SNOOZE_MILLIS, SNOOZE_MILLIS));
                }
                case FAIL, THROW, RETRY_AFTER, HANG, IGNORE_INTERRUPT -> {
                    failures++;
                    error = errorOf(step);
                    outcomes.add(error.equals("TIMEOUT") ? "timed_out" : "failed");
                    if (failures > plan.maxRetries()) {
                        return new End("dead", attempt, failures, error, outcomes, waits);
                    }
                    waits.add(
                            step == Step.RETRY_AFTER
                                    ? new Wait(RETRY_AFTER_MILLIS, RETRY_AFTER_MILLIS)
                                    : backoff(plan, failures));
                }
            }
        }
    }

    /** The base, doubled with every failure after the first, never more than the longest; and up to a fifth more by chance. */
    private static Wait backoff(Plan plan, int failures) {
        long wait = plan.baseMillis();
        for (int i = 1; i < failures; i++) {
            wait = wait + wait;
        }
        wait = Math.min(wait, plan.maxMillis());
        return new Wait(wait, (wait * 12 + 5) / 10);
    }

    private static String errorOf(Step step) {
        return switch (step) {
            case FAIL -> "Scripted";
            case THROW -> "IllegalStateException";
            case RETRY_AFTER -> "RetryAfter";
            case HANG, IGNORE_INTERRUPT -> "TIMEOUT";
            case SUCCEED, GIVE_UP, DISCARD, SNOOZE -> throw new IllegalArgumentException(step + " is no failure");
        };
    }
}
