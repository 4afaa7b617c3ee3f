package dev.millrace.chaos.fault;

/** Everything that can be made to go wrong. */
public enum FaultKind {
    KILL_API(FaultRow.A_SERVICE_DIES, "kill -9 of an API process", 3),
    KILL_WORKER(FaultRow.A_SERVICE_DIES, "kill -9 of a worker", 3),
    KILL_SCHEDULER(FaultRow.A_SERVICE_DIES, "kill -9 of a scheduler", 3),
    FREEZE_WORKER(FaultRow.A_WORKER_FREEZES, "SIGSTOP of a worker until its jobs run elsewhere, then SIGCONT", 1),
    KILL_BROKER(FaultRow.THE_BROKER_DIES, "kill -9 of RabbitMQ, then start", 9),
    RESTART_BROKER(FaultRow.THE_BROKER_DIES, "rabbitmqctl stop_app, start_app", 9),
    PURGE_QUEUES(FaultRow.THE_BROKER_FORGETS, "every queue purged", 2),
    DELETE_QUEUES(FaultRow.THE_BROKER_FORGETS, "every queue deleted", 2),
    WIPE_BROKER(FaultRow.THE_BROKER_FORGETS, "RabbitMQ killed and its data directory wiped", 10),
    BREAK_QUEUE(FaultRow.THE_BROKER_FORGETS, "a lane's queue that the broker can neither serve nor forgets", 4),
    CLOSE_BROKER_CONNECTIONS(FaultRow.CONNECTIONS_DROP, "close_all_connections", 3),
    TERMINATE_SESSIONS(FaultRow.CONNECTIONS_DROP, "pg_terminate_backend of every session, three times", 3),
    CRASH_POSTGRESQL(FaultRow.POSTGRESQL_DIES, "immediate stop of PostgreSQL, then start", 6),
    BLACKHOLE(FaultRow.THE_NETWORK_LIES, "nothing passes, and nobody says so", 8),
    RESET(FaultRow.THE_NETWORK_LIES, "every connection reset", 4),
    DELAY(FaultRow.THE_NETWORK_LIES, "every piece late by 150 ms", 6),
    CUT(FaultRow.THE_NETWORK_LIES, "connections cut after some bytes", 4),
    LOSE_COMMIT_REPLY(FaultRow.THE_NETWORK_LIES, "PostgreSQL's replies lost", 4),
    LOSE_PUBLISH(FaultRow.THE_NETWORK_LIES, "what the API tells the broker lost", 4),
    LOSE_CONFIRM(FaultRow.THE_NETWORK_LIES, "the broker's confirms lost", 4),
    LOSE_ACK(FaultRow.THE_NETWORK_LIES, "a worker's acks lost", 4),
    TRIPLE_DELIVERY(FaultRow.DUPLICATES, "every ticket three times, out of order", 5),
    JUNK(FaultRow.POISON, "junk in every lane", 1),
    HALT_ONCE(FaultRow.POISON, "a job that takes its worker with it once", 1),
    HALT_ALWAYS(FaultRow.POISON, "a job that takes its worker with it each time, until it is dead", 1),
    CLOCK_OFF(FaultRow.CLOCK, "a service's clock ten minutes off", 1),
    BROKER_DISK_ALARM(FaultRow.DISK_FULL, "RabbitMQ's disk alarm", 6),
    POSTGRESQL_DISK_FULL(FaultRow.DISK_FULL, "no space for PostgreSQL", 7),
    ROLLING_RESTART(FaultRow.DEPLOY, "SIGTERM and start of one replica after the other", 22);

    private final FaultRow row;
    private final String words;
    private final int seconds;

    FaultKind(FaultRow row, String words, int seconds) {
        this.row = row;
        this.words = words;
        this.seconds = seconds;
    }

    public FaultRow row() {
        return row;
    }

    /** What is done, for people. */
    public String words() {
        return words;
    }

    /** About how long until the next fault may come, in seconds; some go on longer beside others. */
    int seconds() {
        return seconds;
    }

    /** Whether it goes on while others come. */
    boolean goesOnBesideOthers() {
        return this == FREEZE_WORKER || this == CLOCK_OFF || this == HALT_ALWAYS;
    }

    /** Whether a worker that is frozen meanwhile would spoil it, or be spoilt. */
    boolean comesLate() {
        return this == CRASH_POSTGRESQL || this == POSTGRESQL_DISK_FULL || this == ROLLING_RESTART;
    }

    /** Whether it takes some minutes, and has no place in a short plan. */
    boolean takesMinutes() {
        return this == HALT_ALWAYS;
    }
}
