package dev.millrace.worker.execution;

import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The tickets that this worker holds, taken from high before medium before low, yet with a share for the lower ones, so that
 * none starves: while all three wait, of 21 jobs taken 16 are high, 4 medium and 1 low (smooth weighted round robin). A
 * priority that has just come is taken from at once, however many of another wait.
 *
 * <p>While jobs run for longer than tickets are held, tickets come and go between one free slot and the next. A priority whose
 * tickets were handed back keeps its turn, and when they are to come again nothing is taken for a moment until all are there;
 * else the first to arrive would win, and the same one each time.
 */
final class PriorityBuffer {
    private static final Map<Priority, Integer> WEIGHTS =
            new EnumMap<>(Map.of(Priority.HIGH, 16, Priority.MEDIUM, 4, Priority.LOW, 1));

    /** Longer than a lane that is consumed again takes to bring its tickets, and short beside how long the jobs then run. */
    static final Duration RETURN_PATIENCE = Duration.ofMillis(200);

    /** What a busy machine or broker may take to consume the lanes again. */
    static final Duration LONGEST_RETURN = Duration.ofSeconds(2);

    private final Ticker ticker;
    private final Map<Priority, Deque<HeldTicket>> tickets = new EnumMap<>(Priority.class);
    private final Map<Priority, Integer> credit = new EnumMap<>(Priority.class);
    private final Deque<Pick> suspects = new ArrayDeque<>();
    private final Set<Priority> handedBack = EnumSet.noneOf(Priority.class);
    private boolean awaitingReturn;
    private long awaitingSince;
    private long consumedSince;
    private BooleanSupplier consumedAgain;

    PriorityBuffer(Ticker ticker) {
        this.ticker = ticker;
        for (Priority priority : Priority.values()) {
            tickets.put(priority, new ArrayDeque<>());
            credit.put(priority, 0);
        }
    }

    synchronized void add(Delivery delivery) {
        Priority priority = delivery.lane().priority();
        tickets.get(priority).add(new HeldTicket(delivery, ticker.nanos()));
        handedBack.remove(priority);
    }

    /**
     * What was handed back is about to come again: nothing is taken before it is there, or does not come soon after its lanes are
     * consumed.
     *
     * @param consumed whether all lanes are
     */
    synchronized void awaitReturn(BooleanSupplier consumed) {
        awaitingReturn = true;
        awaitingSince = ticker.nanos();
        consumedSince = awaitingSince;
        consumedAgain = consumed;
    }

    /** Whether nothing is taken for the moment, until {@link #take} finds that it may be. */
    synchronized boolean isAwaitingReturn() {
        return awaitingReturn;
    }

    synchronized boolean isEmpty() {
        return suspects.isEmpty() && tickets.values().stream().allMatch(Deque::isEmpty);
    }

    /** How many job ids wait here, of which somebody else might know nothing. */
    synchronized int waiting() {
        return tickets.values().stream()
                        .flatMap(Collection::stream)
                        .mapToInt(HeldTicket::waitingCount)
                        .sum()
                + suspects.size();
    }

    /** Puts jobs aside that may have killed their workers, until one of them may be claimed. */
    synchronized void setAside(Collection<Pick> picks) {
        picks.stream().filter(pick -> !pick.isStale()).forEach(suspects::add);
    }

    synchronized boolean hasSuspect() {
        return !suspects.isEmpty();
    }

    /** The job that was put aside first; null when none is. */
    synchronized Pick takeSuspect() {
        return suspects.poll();
    }

    /** Takes up to {@code most} job ids, in the order in which they should be claimed. */
    synchronized List<Pick> take(int most) {
        List<Pick> picks = new ArrayList<>();
        if (mustWait()) {
            return picks;
        }
        while (picks.size() < most) {
            Priority next = nextPriority();
            if (next == null) {
                break;
            }
            Deque<HeldTicket> lane = tickets.get(next);
            HeldTicket ticket = lane.element();
            picks.add(new Pick(ticket, ticket.takeNext()));
            if (!ticket.hasWaiting()) {
                lane.remove();
            }
        }
        return picks;
    }

    /** Notes that picks are claimed or stale; returns the tickets that are now done with and should be acknowledged. */
    synchronized List<Delivery> resolve(Collection<Pick> picks) {
        Map<HeldTicket, Integer> counts = new HashMap<>();
        picks.forEach(pick -> counts.merge(pick.ticket(), 1, Integer::sum));
        List<Delivery> done = new ArrayList<>();
        counts.forEach((ticket, count) -> {
            if (ticket.resolve(count)) {
                done.add(ticket.delivery());
            }
        });
        return done;
    }

    /** Takes out what has waited for longer than {@code limit}, for others to find; nothing else can pick from it then. */
    synchronized List<Rest> takeOverdue(Duration limit) {
        List<Rest> overdue = new ArrayList<>();
        for (Deque<HeldTicket> lane : tickets.values()) {
            Iterator<HeldTicket> held = lane.iterator();
            while (held.hasNext()) {
                HeldTicket ticket = held.next();
                if (ticker.since(ticket.heldSince()).compareTo(limit) > 0) {
                    boolean unstarted = ticket.isUnstarted();
                    overdue.add(new Rest(ticket, unstarted, ticket.takeAll()));
                    held.remove();
                    handedBack.add(ticket.lane().priority());
                }
            }
        }
        Iterator<Pick> aside = suspects.iterator();
        while (aside.hasNext()) {
            Pick pick = aside.next();
            if (ticker.since(pick.ticket().heldSince()).compareTo(limit) > 0) {
                overdue.add(new Rest(pick.ticket(), false, List.of(pick.jobId())));
                aside.remove();
            }
        }
        return overdue;
    }

    /** Notes that a rest has been handed on; the ticket, when it is now done with and should be acknowledged. */
    synchronized Optional<Delivery> resolve(Rest rest) {
        return rest.ticket().resolve(rest.jobIds().size())
                ? Optional.of(rest.ticket().delivery())
                : Optional.empty();
    }

    /** Puts a rest back that could not be handed on. */
    synchronized void putBack(Rest rest) {
        if (rest.ticket().delivery().isStale()) {
            return;
        }
        rest.ticket().putBack(rest.jobIds());
        tickets.get(rest.ticket().lane().priority()).addFirst(rest.ticket());
    }

    /** Drops the tickets whose channel is gone: the broker delivers them again. */
    synchronized void dropStale() {
        tickets.values()
                .forEach(lane -> lane.removeIf(ticket -> ticket.delivery().isStale()));
        suspects.removeIf(Pick::isStale);
    }

    private boolean mustWait() {
        if (!awaitingReturn) {
            return false;
        }
        if (!consumedAgain.getAsBoolean()) {
            consumedSince = ticker.nanos();
        }
        boolean tooLate = ticker.since(consumedSince).compareTo(RETURN_PATIENCE) >= 0
                || ticker.since(awaitingSince).compareTo(LONGEST_RETURN) >= 0;
        if (tooLate) {
            // Others have them.
            handedBack.clear();
        }
        awaitingReturn = !handedBack.isEmpty();
        return awaitingReturn;
    }

    private Priority nextPriority() {
        Priority chosen = null;
        int total = 0;
        for (Priority priority : Priority.values()) {
            if (tickets.get(priority).isEmpty()) {
                if (!handedBack.contains(priority)) {
                    credit.put(priority, 0);
                }
                continue;
            }
            int weight = WEIGHTS.get(priority);
            total += weight;
            credit.merge(priority, weight, Integer::sum);
            if (chosen == null || credit.get(priority) > credit.get(chosen)) {
                chosen = priority;
            }
        }
        if (chosen != null) {
            credit.merge(chosen, -total, Integer::sum);
        }
        return chosen;
    }

    /**
     * What is left of a ticket.
     *
     * @param unstarted whether that is all of it
     */
    record Rest(HeldTicket ticket, boolean unstarted, List<UUID> jobIds) {}
}
