-- While an upgrade is rolled out, services of two releases work on one schema. A schema that only gains serves the older
-- ones, too; one that has lost something does not. Such a migration says so here, in its own transaction:
--   UPDATE millrace.schema_requirement SET oldest_known = <the last migration of the oldest release that it serves>;
CREATE TABLE millrace.schema_requirement (
    single_row boolean PRIMARY KEY DEFAULT true CHECK (single_row),
    -- The last migration that a service must know at least, to work with this schema.
    oldest_known integer NOT NULL CHECK (oldest_known > 0)
);
INSERT INTO millrace.schema_requirement (oldest_known) VALUES (10);
