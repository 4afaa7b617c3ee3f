-- What handlers say about their jobs: one row a line, append-only, one partition a day of the writing, so that retention
-- is a drop.
--
-- A line's place is (xid, line): the transaction that wrote it, and its number in that write. Numbers of a sequence
-- would become visible out of order, and a reader who remembers the last one would miss lines; which transactions a
-- reader has seen, its snapshot tells exactly.
CREATE TABLE millrace.job_log (
    job_id     uuid        NOT NULL,
    attempt    integer     NOT NULL,
    worker_id  uuid        NOT NULL,
    job_type   text        NOT NULL,
    queue      text        NOT NULL,
    level      text        NOT NULL CHECK (level IN ('debug', 'info', 'warn', 'error')),
    -- By the worker's clock.
    logged_at  timestamptz NOT NULL,
    message    text        NOT NULL,
    -- A flat object; null when the line has no fields.
    fields     jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    line       integer     NOT NULL
) PARTITION BY RANGE (written_at);

CREATE INDEX job_log_job ON millrace.job_log (job_id, xid, line);
CREATE INDEX job_log_xid ON millrace.job_log (xid, line);

-- How far each worker has written: a write whose reply was lost is offered again under the same number, and counts once.
-- Not a column of the worker's row, so that no heartbeat waits for a write.
CREATE TABLE millrace.job_log_writer (
    worker_id  uuid   NOT NULL PRIMARY KEY REFERENCES millrace.worker ON DELETE CASCADE,
    last_write bigint NOT NULL
) WITH (fillfactor = 50);

-- As millrace.ensure_archive_partitions, for the job log.
CREATE FUNCTION millrace.ensure_job_log_partitions(days_ahead integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    day   date;
    name  text;
    made  integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('millrace.ensure_job_log_partitions', 0));
    FOR offset_days IN -1 .. days_ahead LOOP
        day := today + offset_days;
        name := 'job_log_' || to_char(day, 'YYYYMMDD');
        IF to_regclass('millrace.' || name) IS NULL THEN
            EXECUTE format('CREATE TABLE millrace.%I (LIKE millrace.job_log INCLUDING ALL)', name);
            EXECUTE format(
                'ALTER TABLE millrace.job_log ATTACH PARTITION millrace.%I FOR VALUES FROM (%L) TO (%L)',
                name, day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END
$$;

SELECT millrace.ensure_job_log_partitions(30);

-- Some of the jobs in a worker's hands, as of its last heartbeat. The column worker_id of millrace.job may stand in no index,
-- so that nothing else finds them without a walk over the live table.
ALTER TABLE millrace.worker ADD COLUMN held_jobs uuid[] NOT NULL DEFAULT '{}';
