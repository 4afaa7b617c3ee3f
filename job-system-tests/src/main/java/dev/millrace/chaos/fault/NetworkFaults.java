package dev.millrace.chaos.fault;

import dev.millrace.chaos.process.Fleet;
import dev.millrace.chaos.process.Patience;
import dev.millrace.chaos.process.Replica;
import dev.millrace.chaos.process.Service;
import dev.millrace.chaos.proxy.Direction;
import dev.millrace.chaos.proxy.TcpProxy;
import dev.millrace.chaos.proxy.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What happens on the way between a service and a server. */
final class NetworkFaults {
    private static final Duration LATE = Duration.ofMillis(150);
    private static final Duration UNTIL_RESET = Duration.ofMillis(300);
    private static final int MOST_BYTES = 20_000;

    private final Fleet fleet;

    NetworkFaults(Fleet fleet) {
        this.fleet = fleet;
    }

    String inject(PlannedFault fault, Consumer<String> meets) {
        Random random = fault.random();
        return switch (fault.kind()) {
            case BLACKHOLE -> anywhere(random, new Trouble.Blackhole(), Duration.ofSeconds(7), meets);
            case RESET -> anywhere(random, new Trouble.Reset(), Duration.ofSeconds(3), meets);
            case DELAY -> anywhere(random, new Trouble.Delay(LATE), Duration.ofSeconds(5), meets);
            case CUT ->
                anywhere(
                        random,
                        new Trouble.CutAfter(
                                random.nextBoolean() ? Direction.TO_CLIENT : Direction.TO_SERVER,
                                random.nextInt(MOST_BYTES)),
                        Duration.ofSeconds(3),
                        meets);
            case LOSE_COMMIT_REPLY -> {
                // A scheduler's replies matter less: what it does is done again by anyone.
                Replica replica = pick(fleet.of(random.nextBoolean() ? Service.API : Service.WORKER), random);
                yield disturb(
                        replica.name() + " and PostgreSQL",
                        replica.database(),
                        new Trouble.Lose(Direction.TO_CLIENT, UNTIL_RESET),
                        Duration.ofSeconds(3),
                        meets);
            }
            case LOSE_PUBLISH -> loseOnTheWayToTheBroker(Service.API, Direction.TO_SERVER, random, meets);
            case LOSE_CONFIRM -> loseOnTheWayToTheBroker(Service.API, Direction.TO_CLIENT, random, meets);
            case LOSE_ACK -> loseOnTheWayToTheBroker(Service.WORKER, Direction.TO_SERVER, random, meets);
            default -> throw new IllegalArgumentException(fault.kind().name());
        };
    }

    private String loseOnTheWayToTheBroker(
            Service service, Direction direction, Random random, Consumer<String> meets) {
        Replica replica = pick(fleet.of(service), random);
        return disturb(
                replica.name() + " and RabbitMQ",
                replica.broker(),
                new Trouble.Lose(direction, UNTIL_RESET),
                Duration.ofSeconds(3),
                meets);
    }

    private String anywhere(Random random, Trouble trouble, Duration length, Consumer<String> meets) {
        Replica replica = pick(fleet.all(), random);
        boolean toDatabase = random.nextBoolean();
        return disturb(
                replica.name() + " and " + (toDatabase ? "PostgreSQL" : "RabbitMQ"),
                toDatabase ? replica.database() : replica.broker(),
                trouble,
                length,
                meets);
    }

    private static String disturb(
            String between, TcpProxy proxy, Trouble trouble, Duration length, Consumer<String> meets) {
        meets.accept(between);
        proxy.behave(trouble);
        try {
            Patience.pause(length);
        } finally {
            proxy.behave(new Trouble.None());
        }
        return between;
    }

    private static Replica pick(List<Replica> replicas, Random random) {
        return replicas.get(random.nextInt(replicas.size()));
    }
}
