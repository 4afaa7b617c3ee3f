package dev.millrace.core.listing;

/** In which order a list shows jobs, by when they were made. */
public enum ListOrder {
    NEWEST_FIRST("newest"),
    OLDEST_FIRST("oldest");

    private final String statementSuffix;

    ListOrder(String statementSuffix) {
        this.statementSuffix = statementSuffix;
    }

    String statement(String base) {
        return base + "_" + statementSuffix;
    }
}
