package dev.millrace.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 99, -7})
    void theSameSeedMakesTheSamePlan(long seed) {
        assertThat(FaultPlan.of(seed, 30, Set.of())).isEqualTo(FaultPlan.of(seed, 30, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 99, -7})
    void everyRowIsMetBeforeAnyIsMetTwice(long seed) {
        int rows = FaultRow.values().length;

        assertThat(FaultPlan.of(seed, rows, Set.of()).faults())
                .extracting(fault -> fault.kind().row())
                .containsExactlyInAnyOrder(FaultRow.values());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 99, -7})
    void everyKindIsMetBeforeAnyIsMetTwice(long seed) {
        int kinds = FaultKind.values().length;

        assertThat(FaultPlan.of(seed, kinds, Set.of()).faults())
                .extracting(PlannedFault::kind)
                .containsExactlyInAnyOrder(FaultKind.values());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 99, -7})
    void whatTheMachineCannotDoIsLeftOut(long seed) {
        Set<FaultKind> impossible = EnumSet.of(FaultKind.CLOCK_OFF, FaultKind.POSTGRESQL_DISK_FULL);

        List<FaultKind> planned = FaultPlan.of(seed, 60, impossible).faults().stream()
                .map(PlannedFault::kind)
                .toList();

        assertThat(planned).hasSize(60).doesNotContainAnyElementsOf(impossible);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 99, -7})
    void twentyFaultsContainAJobThatKillsEveryWorkerAndTwelveDoNotWaitForIt(long seed) {
        assertThat(FaultPlan.of(seed, 20, Set.of()).faults())
                .extracting(PlannedFault::kind)
                .contains(FaultKind.HALT_ALWAYS);
        assertThat(FaultPlan.of(seed, 12, Set.of()).faults())
                .extracting(PlannedFault::kind)
                .doesNotContain(FaultKind.HALT_ALWAYS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 99, -7})
    void aWorkerIsFrozenBeforePostgresqlIsTakenAwayOrAllIsDeployed(long seed) {
        List<FaultKind> planned = FaultPlan.of(seed, 29, Set.of()).faults().stream()
                .map(PlannedFault::kind)
                .toList();

        assertThat(planned.indexOf(FaultKind.FREEZE_WORKER))
                .isLessThan(10)
                .isLessThan(planned.indexOf(FaultKind.CRASH_POSTGRESQL))
                .isLessThan(planned.indexOf(FaultKind.ROLLING_RESTART));
    }
}
