package dev.millrace.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What goes wrong and when: the same for the same seed, number and machine.
 *
 * @param faults in the order of their times
 * @param length until the last one is over, about
 */
public record FaultPlan(List<PlannedFault> faults, Duration length) {
    private static final int CALM_BEFORE_SECONDS = 2;
    private static final int CALM_BETWEEN_SECONDS = 1;
    // From this many on, a plan has the minutes that some faults take.
    private static final int MANY = 20;

    /**
     * Every row of the table is met once before any is met twice, and every kind before any kind comes again.
     *
     * @param number how many faults
     * @param impossible what this machine cannot do
     */
    public static FaultPlan of(long seed, int number, Set<FaultKind> impossible) {
        Random random = new Random(seed);
        List<FaultKind> possible = new ArrayList<>(Arrays.stream(FaultKind.values())
                .filter(kind -> !impossible.contains(kind))
                .filter(kind -> number >= MANY || !kind.takesMinutes())
                .toList());
        List<FaultKind> chosen = new ArrayList<>();
        while (chosen.size() < number) {
            Collections.shuffle(possible, random);
            List<FaultKind> round = new ArrayList<>(possible);
            // Of each row one, of those the ones that take minutes first, then all others.
            round.sort(Comparator.comparing((FaultKind kind) -> !kind.takesMinutes())
                    .thenComparing(kind -> !isFirstOfItsRow(kind, possible)));
            chosen.addAll(round.subList(0, Math.min(round.size(), number - chosen.size())));
        }
        return inTime(inOrder(chosen, random), random);
    }

    /** These and no others, in this order. */
    public static FaultPlan exactly(long seed, FaultKind... kinds) {
        return inTime(List.of(kinds), new Random(seed));
    }

    private static boolean isFirstOfItsRow(FaultKind kind, List<FaultKind> shuffled) {
        return shuffled.stream()
                        .filter(other -> other.row() == kind.row())
                        .min(Comparator.comparing(other -> !other.takesMinutes()))
                        .orElseThrow()
                == kind;
    }

    // Those that go on for long come early, so that nobody has to wait for them at the end. A rescuer waits a whole
    // lease
    // after PostgreSQL was away, so that a frozen worker's jobs would run elsewhere only after it has gone on, and a
    // deploy
    // waits for it: these come late.
    private static List<FaultKind> inOrder(List<FaultKind> chosen, Random random) {
        List<FaultKind> order = new ArrayList<>(chosen);
        Collections.shuffle(order, random);
        order.sort(Comparator.comparing((FaultKind kind) -> !kind.goesOnBesideOthers())
                .thenComparing(FaultKind::comesLate));
        Collections.shuffle(order.subList(0, Math.max(1, order.size() / 3)), random);
        return order;
    }

    private static FaultPlan inTime(List<FaultKind> order, Random random) {
        List<PlannedFault> faults = new ArrayList<>();
        Duration at = Duration.ofSeconds(CALM_BEFORE_SECONDS);
        for (FaultKind kind : order) {
            faults.add(new PlannedFault(faults.size() + 1, at, kind, random.nextLong()));
            at = at.plusSeconds(kind.seconds() + CALM_BETWEEN_SECONDS);
        }
        return new FaultPlan(List.copyOf(faults), at);
    }
}
