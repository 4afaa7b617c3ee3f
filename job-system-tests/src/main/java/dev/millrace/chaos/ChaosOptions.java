package dev.millrace.chaos;

import dev.millrace.chaos.altered.Alteration;
import dev.millrace.chaos.fault.FaultKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a run shall be like.
 *
 * @param repository where Millrace's launcher and its built services are
 * @param home a folder of this run's own, for servers, logs and ledgers
 * @param jobs how many jobs clients submit, schedules' not counted
 * @param faults how many things go wrong
 * @param seed from which everything that is left to chance follows
 * @param workers how many workers there are; of every other service there are two
 * @param only these faults in this order instead of a plan of {@code faults}; empty for a plan
 * @param alterations what is taken out of the services first
 */
public record ChaosOptions(
        Path repository,
        Path home,
        int jobs,
        int faults,
        long seed,
        int workers,
        List<FaultKind> only,
        Set<Alteration> alterations) {
    public static final int USUAL_WORKERS = 2;

    /** A plan of faults for services as they are. */
    public ChaosOptions(Path repository, Path home, int jobs, int faults, long seed) {
        this(repository, home, jobs, faults, seed, USUAL_WORKERS, List.of(), Set.of());
    }
}
