package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.Delivery;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PriorityBufferTest {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final AtomicLong nanos = new AtomicLong();
    private final PriorityBuffer buffer = new PriorityBuffer(nanos::get);
    private long lastId;

    @Test
    void aHighJobIsTakenNextHoweverManyLowOnesWait() {
        buffer.add(ticket(Priority.LOW, 1_000));
        buffer.take(500);
        buffer.add(ticket(Priority.HIGH, 1));

        assertThat(priorities(buffer.take(1))).containsExactly(Priority.HIGH);
    }

    @Test
    void lowerPrioritiesKeepTheirShareUnderAStreamOfHigherOnes() {
        buffer.add(ticket(Priority.HIGH, 2_100));
        buffer.add(ticket(Priority.MEDIUM, 2_100));
        buffer.add(ticket(Priority.LOW, 2_100));

        Map<Priority, Long> shares = priorities(buffer.take(210)).stream()
                .collect(Collectors.groupingBy(priority -> priority, Collectors.counting()));

        assertThat(shares).isEqualTo(Map.of(Priority.HIGH, 160L, Priority.MEDIUM, 40L, Priority.LOW, 10L));
    }

    @Test
    void jobsOfOneLaneAreTakenInTheirOrder() {
        TestDelivery first = ticket(Priority.MEDIUM, 3);
        TestDelivery second = ticket(Priority.MEDIUM, 3);
        buffer.add(first);
        buffer.add(second);

        List<UUID> taken = buffer.take(10).stream().map(Pick::jobId).toList();

        List<UUID> expected = new ArrayList<>(first.ticket().jobIds());
        expected.addAll(second.ticket().jobIds());
        assertThat(taken).isEqualTo(expected);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void aTicketIsDoneWithOnlyWhenAllItsJobsAreResolved() {
        TestDelivery ticket = ticket(Priority.MEDIUM, 3);
        buffer.add(ticket);
        List<Pick> first = buffer.take(2);
        List<Pick> second = buffer.take(2);

        assertThat(buffer.resolve(first)).isEmpty();
        assertThat(buffer.resolve(second)).containsExactly(ticket);
    }

    @Test
    void whatHasWaitedTooLongIsTakenOutWholeOrAsTheRest() {
        TestDelivery partly = ticket(Priority.MEDIUM, 5);
        TestDelivery whole = ticket(Priority.LOW, 4);
        buffer.add(partly);
        List<Pick> started = buffer.take(2);
        buffer.add(whole);
        nanos.addAndGet(LIMIT.toNanos() + 1);
        TestDelivery young = ticket(Priority.LOW, 1);
        buffer.add(young);

        List<PriorityBuffer.Rest> overdue = buffer.takeOverdue(LIMIT);

        assertThat(overdue).extracting(PriorityBuffer.Rest::unstarted).containsExactly(false, true);
        assertThat(overdue.get(0).jobIds()).isEqualTo(partly.ticket().jobIds().subList(2, 5));
        assertThat(buffer.waiting()).isEqualTo(1);
        assertThat(buffer.resolve(started)).isEmpty();
        assertThat(buffer.resolve(overdue.get(0))).contains(partly);
    }

    @Test
    void aRestThatCouldNotBeHandedOnIsTakenFromAgainInItsOrder() {
        TestDelivery partly = ticket(Priority.MEDIUM, 4);
        buffer.add(partly);
        buffer.take(1);
        nanos.addAndGet(LIMIT.toNanos() + 1);
        PriorityBuffer.Rest rest = buffer.takeOverdue(LIMIT).getFirst();

        buffer.putBack(rest);

        assertThat(buffer.take(10).stream().map(Pick::jobId))
                .containsExactlyElementsOf(partly.ticket().jobIds().subList(1, 4));
    }

    @Test
    void aPriorityKeepsItsTurnWhileItsTicketsComeAndGoBetweenOneFreeSlotAndTheNext() {
        List<Priority> taken = new ArrayList<>();
        for (int slot = 0; slot < 42; slot++) {
            for (Priority priority : Priority.values()) {
                buffer.add(ticket(priority, 1));
            }
            taken.addAll(priorities(buffer.take(1)));
            nanos.addAndGet(LIMIT.toNanos() + 1);
            buffer.takeOverdue(LIMIT);
            buffer.take(1);
        }

        Map<Priority, Long> shares =
                taken.stream().collect(Collectors.groupingBy(priority -> priority, Collectors.counting()));

        assertThat(shares).isEqualTo(Map.of(Priority.HIGH, 32L, Priority.MEDIUM, 8L, Priority.LOW, 2L));
    }

    @Test
    void whatWasHandedBackIsWaitedForAMomentSoThatTheFirstToArriveDoesNotWin() {
        buffer.add(ticket(Priority.HIGH, 1));
        buffer.add(ticket(Priority.LOW, 1));
        nanos.addAndGet(LIMIT.toNanos() + 1);
        buffer.takeOverdue(LIMIT);
        buffer.awaitReturn(() -> true);

        buffer.add(ticket(Priority.LOW, 1));
        assertThat(buffer.take(1)).isEmpty();
        buffer.add(ticket(Priority.HIGH, 1));
        assertThat(priorities(buffer.take(1))).containsExactly(Priority.HIGH);
    }

    @Test
    void whatWasHandedBackAndDoesNotComeAgainHoldsNothingUpForLong() {
        buffer.add(ticket(Priority.HIGH, 1));
        nanos.addAndGet(LIMIT.toNanos() + 1);
        buffer.takeOverdue(LIMIT);
        buffer.awaitReturn(() -> true);
        buffer.add(ticket(Priority.LOW, 1));
        assertThat(buffer.take(1)).isEmpty();

        nanos.addAndGet(PriorityBuffer.RETURN_PATIENCE.toNanos());

        assertThat(priorities(buffer.take(1))).containsExactly(Priority.LOW);
    }

    @Test
    void theMomentBeginsWhenTheLanesAreConsumedAgainButIsNotEndless() {
        buffer.add(ticket(Priority.HIGH, 1));
        nanos.addAndGet(LIMIT.toNanos() + 1);
        buffer.takeOverdue(LIMIT);
        buffer.awaitReturn(() -> false);
        buffer.add(ticket(Priority.LOW, 1));

        nanos.addAndGet(PriorityBuffer.RETURN_PATIENCE.toNanos());
        assertThat(buffer.take(1)).isEmpty();
        assertThat(buffer.isAwaitingReturn()).isTrue();

        nanos.addAndGet(PriorityBuffer.LONGEST_RETURN.toNanos());
        assertThat(priorities(buffer.take(1))).containsExactly(Priority.LOW);
        assertThat(buffer.isAwaitingReturn()).isFalse();
    }

    @Test
    void ticketsOfALostChannelAreDropped() {
        TestDelivery lost = ticket(Priority.HIGH, 2);
        TestDelivery kept = ticket(Priority.LOW, 2);
        buffer.add(lost);
        buffer.add(kept);
        lost.stale = true;

        buffer.dropStale();

        assertThat(buffer.take(10).stream().map(pick -> pick.ticket().delivery()))
                .containsOnly(kept);
    }

    private static List<Priority> priorities(List<Pick> picks) {
        return picks.stream().map(pick -> pick.ticket().lane().priority()).toList();
    }

    private TestDelivery ticket(Priority priority, int jobs) {
        List<UUID> ids =
                IntStream.range(0, jobs).mapToObj(i -> new UUID(0, ++lastId)).toList();
        return new TestDelivery(new Lane("default", priority), new JobTicket(ids));
    }

    private static final class TestDelivery implements Delivery {
        private final Lane lane;
        private final JobTicket ticket;
        private boolean stale;

        TestDelivery(Lane lane, JobTicket ticket) {
            this.lane = lane;
            this.ticket = ticket;
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public JobTicket ticket() {
            return ticket;
        }

        @Override
        public boolean redelivered() {
            return false;
        }

        @Override
        public boolean ack() {
            return !stale;
        }

        @Override
        public boolean requeue() {
            return !stale;
        }

        @Override
        public boolean isStale() {
            return stale;
        }
    }
}
