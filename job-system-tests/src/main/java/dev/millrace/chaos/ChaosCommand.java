package dev.millrace.chaos;

import dev.millrace.chaos.altered.Alteration;
import dev.millrace.chaos.fault.FaultKind;
import dev.millrace.chaos.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code ./millrace chaos} runs. */
public final class ChaosCommand {
    private static final int USUAL_JOBS = 2_000;
    private static final int USUAL_FAULTS = 12;
    private static final String USAGE = """
            ./millrace chaos [--jobs N] [--faults N] [--seed S] [--workers N] [--only KIND,KIND...]
                             [--without fence|confirm|reconciler] [--prove]""";

    private int jobs = USUAL_JOBS;
    private int faults = USUAL_FAULTS;
    private int workers = ChaosOptions.USUAL_WORKERS;
    private long seed = System.currentTimeMillis() % 1_000_000;
    private List<FaultKind> only = List.of();
    private final Set<Alteration> alterations = EnumSet.noneOf(Alteration.class);
    private boolean prove;

    private ChaosCommand() {}

    /**
     * Runs, and ends the process: 0 when everything holds, 1 when not, 2 when the arguments make no sense.
     *
     * @param arguments the repository, the run's home, and the options
     */
    public static void main(String[] arguments) {
        ChaosCommand command = new ChaosCommand();
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        Path repository = Path.of(rest.pop());
        Path home = Path.of(rest.pop());
        try {
            while (!rest.isEmpty()) {
                command.take(rest.pop(), rest);
            }
        } catch (RuntimeException wrong) {
            System.err.println("millrace: " + wrong.getMessage());
            System.err.println(USAGE);
            System.exit(2);
        }
        System.exit(command.run(repository, home) ? 0 : 1);
    }

    private void take(String option, Deque<String> rest) {
        switch (option) {
            case "--jobs" -> jobs = number(option, rest);
            case "--faults" -> faults = number(option, rest);
            case "--workers" -> workers = number(option, rest);
            case "--seed" -> seed = Long.parseLong(value(option, rest));
            case "--only" ->
                only = Arrays.stream(
                                value(option, rest).toUpperCase(Locale.ROOT).split(","))
                        .map(FaultKind::valueOf)
                        .toList();
            case "--without" ->
                alterations.add(
                        Alteration.valueOf("WITHOUT_" + value(option, rest).toUpperCase(Locale.ROOT)));
            case "--prove" -> prove = true;
            default -> throw new IllegalArgumentException("./millrace chaos knows no " + option);
        }
    }

    private boolean run(Path repository, Path home) {
        if (prove) {
            return isProven(repository, home);
        }
        int number = only.isEmpty() ? faults : only.size();
        ChaosOptions options = new ChaosOptions(repository, home, jobs, number, seed, workers, only, alterations);
        Verdict verdict = new ChaosRun(options, System.out).run();
        System.out.println(verdict.holds() ? "Everything holds." : "BROKEN. The ledgers and logs are in " + home);
        return verdict.holds();
    }

    private boolean isProven(Path repository, Path home) {
        boolean proven = true;
        for (Proof proof : Proof.values()) {
            proven &= !proof.run(repository, home, seed, System.out).holds(proof.broken());
        }
        return proven;
    }

    private static int number(String option, Deque<String> rest) {
        int number = Integer.parseInt(value(option, rest));
        if (number < 0) {
            throw new IllegalArgumentException(option + " takes a number from 0");
        }
        return number;
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " takes a value");
        }
        return rest.pop();
    }
}
