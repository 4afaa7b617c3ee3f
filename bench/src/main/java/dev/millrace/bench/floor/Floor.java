package dev.millrace.bench.floor;

/** What something could do at best on this machine; each is a rate. */
public enum Floor {
    SINGLE_COMMITS("pgbench: inserts of one row, a commit each, 32 clients", "rows/s"),
    BULK_COMMITS("pgbench: inserts of 1,000 rows, a commit each, 4 clients", "rows/s"),
    PUBLISHED("perf-test: confirmed publishes to a quorum queue", "messages/s"),
    CONSUMED("perf-test: deliveries from it, each acknowledged", "messages/s"),
    HTTP_NOTHING("GET /q/health/live of job-api, 32 connections", "requests/s");

    private final String description;
    private final String unit;

    Floor(String description, String unit) {
        this.description = description;
        this.unit = unit;
    }

    public String description() {
        return description;
    }

    public String unit() {
        return unit;
    }
}
