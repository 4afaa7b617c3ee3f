package dev.millrace.core.migration;

/**
 * How the schema of a database and what this build knows of it fit together. A service of the release before must run beside
 * the new one while an upgrade is rolled out, so a schema that is ahead is no fault by itself: each schema says how far back
 * services may be.
 */
public sealed interface SchemaState {
    /** Whether a service of this build can work with it. */
    boolean isUsable();

    /** For people: what is so, and what to do where it is not usable. */
    String description();

    /**
     * @param known the last migration that this build has
     * @param applied the last one that the database has; 0 when it has none
     * @param oldestKnown what a service must know at least to work with the database as it is; asked for only when the database
     *     is ahead
     */
    static SchemaState of(int known, int applied, int oldestKnown) {
        if (applied == 0) {
            return new Missing(known);
        }
        if (applied < known) {
            return new Behind(known, applied);
        }
        if (applied == known) {
            return new Current(applied);
        }
        return known < oldestKnown ? new TooFarAhead(known, applied, oldestKnown) : new Ahead(known, applied);
    }

    /** There is none yet. */
    record Missing(int known) implements SchemaState {
        @Override
        public boolean isUsable() {
            return false;
        }

        @Override
        public String description() {
            return "the database has no schema of Millrace's yet; this service needs version " + known
                    + ", which a migration makes";
        }
    }

    /** The service is newer than the schema. */
    record Behind(int known, int applied) implements SchemaState {
        @Override
        public boolean isUsable() {
            return false;
        }

        @Override
        public String description() {
            return "the schema is too old: it is at version " + applied + ", this service needs " + known
                    + ", which a migration makes";
        }
    }

    /** Both are of the same age. */
    record Current(int applied) implements SchemaState {
        @Override
        public boolean isUsable() {
            return true;
        }

        @Override
        public String description() {
            return "the schema is at version " + applied;
        }
    }

    /** The schema is newer than the service, which can work with it all the same. */
    record Ahead(int known, int applied) implements SchemaState {
        @Override
        public boolean isUsable() {
            return true;
        }

        @Override
        public String description() {
            return "the schema is at version " + applied + ", newer than the " + known
                    + " of this service, which it still serves";
        }
    }

    /** The schema is newer than the service, and has lost something that the service needs. */
    record TooFarAhead(int known, int applied, int oldestKnown) implements SchemaState {
        @Override
        public boolean isUsable() {
            return false;
        }

        @Override
        public String description() {
            return "this service is too old: the schema is at version " + applied + " and serves those that know "
                    + oldestKnown + " at least, this one knows " + known + "; run a newer release";
        }
    }
}
