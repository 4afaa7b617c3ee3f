-- The services may work with a role that owns nothing and defines nothing (deploy/postgresql/roles.sql). What they do that needs
-- an owner's rights, making and dropping partitions of days and forgetting old entries of the audit trail, these functions do
-- for them, with their owner's rights and within the bounds that each keeps. Nothing that a caller defines can come before
-- what they name: their search path is fixed, and temporary tables come last in it.

-- As before, but for the tables of days alone: with an owner's rights it must not drop what somebody else has named like a
-- partition.
CREATE OR REPLACE FUNCTION millrace.drop_aged_partition(parent text, age interval, lock_wait_ms integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    aged text;
BEGIN
    IF parent NOT IN ('job_archive', 'job_log') THEN
        RAISE EXCEPTION '% is no table of days', parent;
    END IF;
    IF age < interval '2 days' THEN
        RAISE EXCEPTION 'what is written is kept for two days at least, not for %', age;
    END IF;
    IF NOT pg_try_advisory_xact_lock(hashtextextended('millrace.drop_aged_partition ' || parent, 0)) THEN
        RETURN NULL;
    END IF;
    SELECT partition.relname INTO aged
    FROM pg_inherits
    JOIN pg_class AS partition ON partition.oid = pg_inherits.inhrelid
    WHERE pg_inherits.inhparent = ('millrace.' || quote_ident(parent))::regclass
        AND partition.relname ~ ('^' || parent || '_[0-9]{8}$')
        AND (to_date(right(partition.relname, 8), 'YYYYMMDD') + 1)::timestamp AT TIME ZONE 'UTC' <= now() - age
    ORDER BY partition.relname
    LIMIT 1;
    IF aged IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('lock_timeout', lock_wait_ms || 'ms', true);
    BEGIN
        EXECUTE format('DROP TABLE millrace.%I', aged);
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
        aged := '';
    END;
    PERFORM set_config('lock_timeout', '0', true);
    RETURN aged;
END
$$;

ALTER FUNCTION millrace.ensure_archive_partitions(integer) SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION millrace.ensure_job_log_partitions(integer) SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION millrace.forget_audit_events(interval, integer) SECURITY DEFINER SET search_path = pg_catalog, pg_temp;

REVOKE EXECUTE ON FUNCTION
    millrace.drop_aged_partition(text, interval, integer),
    millrace.ensure_archive_partitions(integer),
    millrace.ensure_job_log_partitions(integer),
    millrace.forget_audit_events(interval, integer)
FROM PUBLIC;

-- Roles made before this database's tables were given the same rights to all of them. Of the migrations' own table and of the
-- audit trail they need less.
DO $$
DECLARE
    granted record;
BEGIN
    FOR granted IN
        SELECT DISTINCT class.oid::regclass AS relation, entry.grantee::regrole AS role
        FROM pg_class AS class
        CROSS JOIN aclexplode(class.relacl) AS entry
        WHERE class.oid IN (to_regclass('millrace.flyway_schema_history'), to_regclass('millrace.audit_event'))
            AND entry.grantee NOT IN (0, class.relowner)
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM %s', granted.relation, granted.role);
        IF granted.relation = to_regclass('millrace.flyway_schema_history') THEN
            EXECUTE format('REVOKE INSERT ON %s FROM %s', granted.relation, granted.role);
        END IF;
    END LOOP;
END
$$;
