package dev.millrace.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.chaos.fault.FaultKind;
import dev.millrace.chaos.fault.FaultRecord;
import dev.millrace.chaos.fault.PlannedFault;
import dev.millrace.chaos.load.PlannedJob;
import dev.millrace.chaos.load.PlannedRequest;
import dev.millrace.chaos.process.Life;
import dev.millrace.chaos.process.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who checks the checker: whatever must not happen is found, and what may happen is not. */
class CheckerTest {
    private static final UUID JOB = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);
    private static final UUID SCHEDULE = new UUID(2, 1);
    private static final long PROCESS = 100;
    private static final Instant TICK = Instant.parse("2026-01-01T00:00:00Z");

    private final List<LedgerLine> client = new ArrayList<>();
    private final Map<Long, List<LedgerLine>> handlers = new HashMap<>();
    private final Map<UUID, StoredJob> jobs = new HashMap<>();
    private final Map<UUID, List<StoredAttempt>> attempts = new HashMap<>();
    private final List<StoredFire> fires = new ArrayList<>();
    private final List<WatchedSchedule> schedules = new ArrayList<>();
    private final List<FaultRecord> faults = new ArrayList<>();
    private final List<Life> lives = new ArrayList<>();
    private PlannedJob planned = new PlannedJob(1, 10, 0, 0, 3, 0, false);
    private Duration drained = Duration.ofSeconds(10);
    private int publishes = 1;
    private int outbox;

    @Test
    void aJobThatSucceededAtOnceIsInOrder() {
        accepted(0);
        executed(1, PROCESS, 1, 2, "succeeded");
        stored("completed", 1, 1, PROCESS);

        assertThat(judge()).isEmpty();
    }

    @Test
    void aJobThatWasAcceptedAndIsNowhereIsLost() {
        accepted(0);

        assertThat(judge()).contains(Invariant.I1);
    }

    @Test
    void aJobThatHasNotEndedIsFound() {
        accepted(0);
        stored("pending", 0, 0, 0);

        assertThat(judge()).containsExactly(Invariant.I1);
    }

    @Test
    void aJobThatStandsInTwoPlacesIsFound() {
        accepted(0);
        executed(1, PROCESS, 1, 2, "succeeded");
        stored("completed", 1, 1, PROCESS);
        jobs.compute(JOB, (id, job) -> job.withOneMoreCopy());

        assertThat(judge()).containsExactly(Invariant.I2);
    }

    @Test
    void anEndByAStaleAttemptIsFound() {
        accepted(0);
        executed(1, PROCESS, 1, 50, "succeeded");
        executed(2, PROCESS + 1, 40, 60, "succeeded");
        rescued(1);
        duringAFault(0, 100);
        stored("completed", 2, 1, PROCESS);

        assertThat(judge()).containsExactly(Invariant.I2);
    }

    @Test
    void anEndThatNoHandlerEarnedIsFound() {
        accepted(0);
        executed(1, PROCESS, 1, 0, "");
        stored("completed", 1, 1, PROCESS);

        assertThat(judge()).containsExactly(Invariant.I2);
    }

    @Test
    void aJobThatIsDeadThoughItNeverFailedOrKilledAWorkerIsFound() {
        accepted(0);
        stored("dead", 1, 0, 0);

        assertThat(judge()).containsExactly(Invariant.I2);
    }

    @Test
    void aJobThatTookThreeWorkersWithItMayBeDead() {
        accepted(0);
        stored("dead", 3, 0, 0);
        rescued(1, 2, 3);

        assertThat(judge()).isEmpty();
    }

    @Test
    void anAttemptThatWasExecutedTwiceIsFound() {
        accepted(0);
        executed(1, PROCESS, 1, 2, "succeeded");
        executed(1, PROCESS + 1, 3, 4, "succeeded");
        duringAFault(0, 100);
        stored("completed", 1, 1, PROCESS);

        assertThat(judge()).containsOnly(Invariant.I3);
    }

    @Test
    void anExecutionThatNoRescueExplainsIsFound() {
        accepted(0);
        executed(1, PROCESS, 1, 2, "succeeded");
        executed(2, PROCESS, 3, 4, "succeeded");
        duringAFault(0, 100);
        stored("completed", 2, 2, PROCESS);

        assertThat(judge()).containsExactly(Invariant.I3);
    }

    @Test
    void aRepetitionWithoutAFaultIsFound() {
        accepted(0);
        executed(1, PROCESS, 1, 0, "");
        executed(2, PROCESS, 3, 4, "succeeded");
        rescued(1);
        stored("completed", 2, 2, PROCESS);

        assertThat(judge()).containsExactly(Invariant.I3);
    }

    @Test
    void aRepetitionOfWhatAWorkerHadInHandWhenItWasAskedToEndIsFound() {
        accepted(0);
        executed(1, PROCESS, 1, 5, "interrupted");
        executed(2, PROCESS + 1, 6, 7, "succeeded");
        attempts.put(JOB, List.of(new StoredAttempt(1, "released")));
        duringAFault(0, 100);
        lives.add(new Life(Service.WORKER, "job-worker-1", PROCESS, 0, seconds(4), seconds(5)));
        stored("completed", 2, 2, PROCESS + 1);

        assertThat(judge()).containsExactly(Invariant.I3);
    }

    @Test
    void ticksWithoutGapsAreInOrder() {
        tick(0, new UUID(3, 0));
        tick(1, new UUID(3, 1));
        watched(2);

        assertThat(judge()).isEmpty();
    }

    @Test
    void aTickThatDidNotFireIsFound() {
        tick(0, new UUID(3, 0));
        tick(2, new UUID(3, 2));
        watched(3);

        assertThat(judge()).containsExactly(Invariant.I4);
    }

    @Test
    void aScheduleThatStoppedFiringIsFound() {
        tick(0, new UUID(3, 0));
        watched(30);

        assertThat(judge()).containsExactly(Invariant.I4);
    }

    @Test
    void aJobOfAScheduleThatNoTickMadeIsFound() {
        tick(0, new UUID(3, 0));
        tick(1, new UUID(3, 1));
        scheduled(new UUID(3, 9));
        watched(2);

        assertThat(judge()).containsExactly(Invariant.I4);
    }

    @Test
    void aStartBeforeItsTimeIsFound() {
        planned = new PlannedJob(1, 10, 0, 0, 3, 5, false);
        accepted(0);
        executed(1, PROCESS, 3, 4, "succeeded");
        stored("completed", 1, 1, PROCESS);

        assertThat(judge()).containsExactly(Invariant.I5);
    }

    @Test
    void aRetryWithoutItsWaitIsFound() {
        planned = new PlannedJob(1, 10, 1, 0, 3, 0, false);
        accepted(0);
        execution(JOB, 1, PROCESS, seconds(1), seconds(5), "failed");
        execution(JOB, 2, PROCESS, seconds(5) - 1, seconds(6), "succeeded");
        attempts.put(JOB, List.of(new StoredAttempt(1, "failed")));
        stored("completed", 2, 2, PROCESS);

        assertThat(judge()).containsExactly(Invariant.I5);
    }

    @Test
    void aStartAfterAConfirmedCancelIsFound() {
        planned = new PlannedJob(1, 10, 0, 0, 3, 0, true);
        accepted(0);
        client.add(line(2, "canceled", JOB.toString(), "canceled"));
        executed(1, PROCESS, 3, 4, "succeeded");
        stored("completed", 1, 1, PROCESS);

        assertThat(judge()).containsExactly(Invariant.I5);
    }

    @Test
    void aJobThatWasClaimedWhenItsCancelWasConfirmedMayBeginOnceAndNotAgain() {
        planned = new PlannedJob(1, 10, 0, 0, 3, 0, true);
        accepted(0);
        client.add(line(2, "canceled", JOB.toString(), "running"));
        executed(1, PROCESS, 3, 4, "interrupted");
        stored("canceled", 1, 0, 0);
        assertThat(judge()).isEmpty();

        executed(2, PROCESS, 6, 7, "interrupted");
        rescued(1);
        duringAFault(0, 100);

        assertThat(judge()).containsExactly(Invariant.I5);
    }

    @Test
    void aLateDrainAndTicketsLeftInTheOutboxAreFound() {
        drained = Duration.ofSeconds(61);
        outbox = 1;

        assertThat(judge()).containsExactly(Invariant.I6, Invariant.I6);
    }

    @Test
    void aLostJobThatRunsElsewhereTooLateIsFound() {
        accepted(0);
        executed(1, PROCESS, 1, 0, "");
        executed(2, PROCESS + 1, 60, 61, "succeeded");
        rescued(1);
        duringAFault(1, 2);
        lives.add(new Life(Service.WORKER, "job-worker-1", PROCESS, 0, 0, seconds(2)));
        stored("completed", 2, 2, PROCESS + 1);

        assertThat(judge()).containsExactly(Invariant.I6);
    }

    @Test
    void aLostJobMayBeLateByWhatOtherFaultsTookOnceHoweverManyThereWereAtATime() {
        accepted(0);
        executed(1, PROCESS, 1, 0, "");
        executed(2, PROCESS + 1, 60, 61, "succeeded");
        rescued(1);
        during(FaultKind.DELAY, 10, 20);
        during(FaultKind.DELAY, 12, 22);
        lives.add(new Life(Service.WORKER, "job-worker-1", PROCESS, 0, 0, seconds(2)));
        stored("completed", 2, 2, PROCESS + 1);

        assertThat(judge()).containsExactly(Invariant.I6);

        faults.clear();
        during(FaultKind.DELAY, 10, 20);
        during(FaultKind.DELAY, 20, 24);

        assertThat(judge()).isEmpty();
    }

    @Test
    void aLostJobMayBeLateByALeaseAfterPostgresqlWasAway() {
        accepted(0);
        executed(1, PROCESS, 1, 0, "");
        executed(2, PROCESS + 1, 79, 80, "succeeded");
        rescued(1);
        during(FaultKind.CRASH_POSTGRESQL, 25, 28);
        lives.add(new Life(Service.WORKER, "job-worker-1", PROCESS, 0, 0, seconds(2)));
        stored("completed", 2, 2, PROCESS + 1);

        assertThat(judge()).isEmpty();
    }

    @Test
    void aLostJobThatTheBrokerForgotMeanwhileHasUntilAllIsDrained() {
        accepted(0);
        executed(1, PROCESS, 1, 0, "");
        executed(2, PROCESS + 1, 100, 101, "succeeded");
        rescued(1);
        during(FaultKind.WIPE_BROKER, 40, 50);
        lives.add(new Life(Service.WORKER, "job-worker-1", PROCESS, 0, 0, seconds(2)));
        stored("completed", 2, 2, PROCESS + 1);

        assertThat(judge()).isEmpty();
    }

    @Test
    void aStormOfTicketsIsFound() {
        accepted(0);
        executed(1, PROCESS, 1, 2, "succeeded");
        stored("completed", 1, 1, PROCESS);
        publishes = 3;

        assertThat(judge()).containsExactly(Invariant.I6);
    }

    @Test
    void twoJobsOfOneKeyAreFound() {
        accepted(0);
        client.add(line(1, "ok", "key", OTHER.toString()));
        executed(1, PROCESS, 1, 2, "succeeded");
        stored("completed", 1, 1, PROCESS);
        jobs.put(OTHER, new StoredJob(OTHER, 1, "completed", 1, null, 1, 1, PROCESS));
        execution(OTHER, 1, PROCESS, seconds(1), seconds(2), "succeeded");

        assertThat(judge()).contains(Invariant.I7).doesNotContain(Invariant.I1);
    }

    @Test
    void anAnswerThatMustNeverBeGivenIsFound() {
        client.add(line(1, "wrong", "key", "500", "oops"));

        assertThat(judge()).containsExactly(Invariant.I8);
    }

    private List<Invariant> judge() {
        StoredState stored = new StoredState(jobs, attempts, fires, outbox);
        return Checker.judge(new Evidence(
                        List.of(new PlannedRequest("key", Duration.ZERO, List.of(planned), false)),
                        ClientHistory.of(client),
                        HandlerHistory.of(handlers),
                        stored,
                        faults,
                        lives,
                        job -> publishes,
                        schedules,
                        drained))
                .violations()
                .stream()
                .map(Violation::invariant)
                .toList();
    }

    private void accepted(long second) {
        client.add(line(second, "invoked", "key"));
        client.add(line(second, "ok", "key", JOB.toString()));
    }

    private void executed(int attempt, long process, long startSecond, long endSecond, String how) {
        execution(JOB, attempt, process, seconds(startSecond), seconds(endSecond), how);
    }

    private void execution(UUID job, int attempt, long process, long start, long end, String how) {
        List<LedgerLine> lines = handlers.computeIfAbsent(process, key -> new ArrayList<>());
        lines.add(new LedgerLine(start, List.of("start", job.toString(), Integer.toString(attempt))));
        if (end > 0) {
            lines.add(new LedgerLine(end, List.of("end", job.toString(), Integer.toString(attempt), how)));
        }
    }

    private void stored(String status, int attempt, int resultAttempt, long resultProcess) {
        jobs.put(JOB, new StoredJob(JOB, 1, status, attempt, null, 1, resultAttempt, resultProcess));
    }

    private void rescued(int... lost) {
        List<StoredAttempt> rows = new ArrayList<>();
        for (int attempt : lost) {
            rows.add(new StoredAttempt(attempt, "lost"));
        }
        attempts.put(JOB, rows);
    }

    private void duringAFault(long fromSecond, long toSecond) {
        during(FaultKind.KILL_WORKER, fromSecond, toSecond);
    }

    private void during(FaultKind kind, long fromSecond, long toSecond) {
        faults.add(new FaultRecord(
                new PlannedFault(1, Duration.ZERO, kind, 1), "any", seconds(fromSecond), seconds(toSecond)));
    }

    private void tick(long second, UUID job) {
        fires.add(new StoredFire(SCHEDULE, TICK.plusSeconds(second), job));
        scheduled(job);
    }

    private void scheduled(UUID job) {
        jobs.put(job, new StoredJob(job, 0, "completed", 1, SCHEDULE, 1, 1, PROCESS));
        execution(job, 1, PROCESS, seconds(1), seconds(2), "succeeded");
    }

    private void watched(long pausedSecond) {
        schedules.add(new WatchedSchedule(SCHEDULE, Duration.ofSeconds(1), TICK.plusSeconds(pausedSecond)));
    }

    private static LedgerLine line(long second, String... words) {
        return new LedgerLine(seconds(second), List.of(words));
    }

    private static long seconds(long second) {
        return Duration.ofSeconds(second).toNanos();
    }
}
