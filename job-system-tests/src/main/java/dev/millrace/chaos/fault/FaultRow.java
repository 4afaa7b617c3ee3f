package dev.millrace.chaos.fault;

/** What must survive, row by row; each can happen in several ways. */
public enum FaultRow {
    A_SERVICE_DIES("a service dies"),
    A_WORKER_FREEZES("a worker freezes"),
    THE_BROKER_DIES("the broker dies"),
    THE_BROKER_FORGETS("the broker forgets"),
    CONNECTIONS_DROP("connections drop"),
    POSTGRESQL_DIES("PostgreSQL dies"),
    THE_NETWORK_LIES("the network lies"),
    DUPLICATES("duplicates"),
    POISON("poison"),
    CLOCK("clock"),
    DISK_FULL("disk full"),
    DEPLOY("deploy");

    private final String words;

    FaultRow(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
