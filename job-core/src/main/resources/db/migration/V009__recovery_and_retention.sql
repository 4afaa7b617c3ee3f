-- What a worker says of its lanes with each heartbeat: whether it holds tickets of it that it has not settled, and the latest
-- time at which a job that it claimed from it had become ready. [{"queue", "priority", "holds", "claimed_to"}, ...]
ALTER TABLE millrace.worker ADD COLUMN lanes jsonb NOT NULL DEFAULT '[]';

-- What speaks for tickets of a lane being lost. A row is there only while a job of the lane waits for longer than usual.
CREATE TABLE millrace.lane_watch (
    queue       text        NOT NULL,
    priority    smallint    NOT NULL,
    -- Since when every look has found no ticket of the lane anywhere; null when the last one found some.
    empty_since timestamptz,
    -- A moment by which the tickets of all jobs that waited then had left the outbox, or were about to. Null: none is known.
    settled_at  timestamptz,
    PRIMARY KEY (queue, priority)
) WITH (fillfactor = 50);

-- Jobs that were announced again, because their tickets were lost; so that none is again and again.
CREATE TABLE millrace.reannouncement (
    job_id       uuid        NOT NULL PRIMARY KEY,
    announced_at timestamptz NOT NULL,
    times        smallint    NOT NULL
) WITH (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.0,
    autovacuum_vacuum_threshold = 5000
);

CREATE INDEX reannouncement_announced ON millrace.reannouncement (announced_at);

-- The jobs that are ready or run, without those that wait for a time and the dead: what looks for pending or running jobs walks
-- this, so that a million scheduled ones cost it nothing. A claim changes neither column of a pending job.
CREATE INDEX job_active ON millrace.job (id) WHERE due_at IS NULL AND dead_at IS NULL;

-- Attempts are forgotten with their jobs, the oldest first. Jobs that simply succeed stand in here never.
CREATE INDEX attempt_finished ON millrace.attempt (finished_at, job_id, attempt);

-- Drops the oldest partition of a table of days that ended so long ago, with all that is in it: one a call, so that each is a
-- transaction of its own. The lock that this needs holds up every writer while it is waited for, and is therefore not waited
-- for long.
-- Returns the partition's name; '' when the lock could not be had in time; null when there is nothing to drop, or another
-- session drops just now.
CREATE FUNCTION millrace.drop_aged_partition(parent text, age interval, lock_wait_ms integer) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    aged text;
BEGIN
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
