package dev.millrace.chaos.fault;

import dev.millrace.chaos.process.Patience;
import dev.millrace.chaos.process.Servers;
import dev.millrace.chaos.process.SmallDisk;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What happens to PostgreSQL. */
final class DatabaseFaults {
    private static final String NAME = "PostgreSQL";

    private final Servers servers;
    private final Optional<SmallDisk> disk;

    DatabaseFaults(Servers servers, Optional<SmallDisk> disk) {
        this.servers = servers;
        this.disk = disk;
    }

    String inject(PlannedFault fault, Consumer<String> meets) {
        meets.accept(NAME);
        switch (fault.kind()) {
            case CRASH_POSTGRESQL -> {
                servers.crashDatabase();
                Patience.pause(Duration.ofMillis(1_000 + fault.random().nextInt(2_000)));
                servers.startAgain();
            }
            case TERMINATE_SESSIONS -> {
                for (int i = 0; i < 3; i++) {
                    servers.terminateSessions();
                    Patience.pause(Duration.ofMillis(700));
                }
            }
            case POSTGRESQL_DISK_FULL -> {
                disk.orElseThrow().fill();
                try {
                    Patience.pause(Duration.ofSeconds(5));
                } finally {
                    disk.orElseThrow().free();
                }
                // Without room for its log it gives up; somebody has to start it again.
                servers.startAgain();
            }
            default -> throw new IllegalArgumentException(fault.kind().name());
        }
        return NAME;
    }
}
