package dev.millrace.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What {@code ./millrace bench} runs. */
public final class BenchCommand {
    private static final String USAGE = "./millrace bench [--quick] [--only A,B,...] [--runs N] [--jfr DIRECTORY]";

    private Sizes sizes = Sizes.FULL;
    private int runs;
    private Set<ScenarioLetter> only = EnumSet.allOf(ScenarioLetter.class);
    private Optional<Path> recordings = Optional.empty();

    private BenchCommand() {}

    /**
     * Runs, and ends the process: 0 when everything was measured and each job ended exactly once, 1 when not, 2 when the arguments
     * make no sense.
     *
     * @param arguments the repository, the run's home, and the options
     */
    public static void main(String[] arguments) {
        BenchCommand command = new BenchCommand();
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
            case "--quick" -> sizes = Sizes.QUICK;
            case "--runs" -> runs = Integer.parseInt(value(option, rest));
            case "--jfr" ->
                recordings = Optional.of(Path.of(value(option, rest)).toAbsolutePath());
            case "--only" ->
                only = EnumSet.copyOf(Arrays.stream(
                                value(option, rest).toUpperCase(Locale.ROOT).split(","))
                        .map(ScenarioLetter::valueOf)
                        .toList());
            default -> throw new IllegalArgumentException("./millrace bench knows no " + option);
        }
    }

    private boolean run(Path repository, Path home) {
        Sizes chosen = runs > 0 ? sizes.withRuns(runs) : sizes;
        BenchOptions options = new BenchOptions(repository, home, chosen, List.copyOf(only), recordings);
        try {
            new Bench(options, new Progress(System.out)).run();
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception failure) {
            System.err.println("millrace: the benchmark failed");
            failure.printStackTrace();
            return false;
        }
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " takes a value");
        }
        return rest.pop();
    }
}
