-- The live table. It holds only jobs that can still change, so that it and its indexes stay small whatever the history.
--
-- Invariant: no column that a claim changes (status, attempt, worker_id, started_at, progress) stands in an index or in
-- an index predicate. With that, and with more than half of each page left free, every claim is a heap-only (HOT) update; a single
-- partial index that merely names status would make it none.
CREATE TABLE millrace.job (
    id               uuid        NOT NULL PRIMARY KEY,
    job_type         text        NOT NULL,
    queue            text        NOT NULL,
    priority         smallint    NOT NULL CHECK (priority BETWEEN 0 AND 2),
    status           text        NOT NULL CHECK (status IN ('scheduled', 'pending', 'running', 'retrying', 'dead')),
    payload          jsonb       NOT NULL,
    -- The fence: it grows with every claim and is never reset.
    attempt          integer     NOT NULL DEFAULT 0,
    -- What counts against max_retries; a retry by hand sets it to 0.
    failures         integer     NOT NULL DEFAULT 0,
    -- How many workers in a row were lost with this job in hand.
    crash_count      smallint    NOT NULL DEFAULT 0,
    max_retries      smallint    NOT NULL,
    retry_base_ms    bigint      NOT NULL,
    retry_max_ms     bigint      NOT NULL,
    timeout_seconds  integer     NOT NULL,
    created_at       timestamptz NOT NULL,
    -- When the job became or becomes due; the truth for due-ness, whatever a message says.
    run_at           timestamptz NOT NULL,
    -- When the promoter must act; null unless scheduled or retrying.
    due_at           timestamptz,
    started_at       timestamptz,
    -- When it died; null unless dead.
    dead_at          timestamptz,
    worker_id        uuid,
    cancel_requested boolean     NOT NULL DEFAULT false,
    progress_percent smallint,
    progress_message text,
    error            jsonb,
    tags             text[]      NOT NULL DEFAULT '{}',
    schedule_id      uuid,
    replay_of        uuid,
    traceparent      text
) WITH (
    fillfactor = 45,
    autovacuum_vacuum_scale_factor = 0.0,
    autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0.0,
    autovacuum_vacuum_insert_threshold = 50000,
    autovacuum_analyze_scale_factor = 0.0,
    autovacuum_analyze_threshold = 20000,
    autovacuum_vacuum_cost_delay = 0,
    toast.autovacuum_vacuum_scale_factor = 0.0,
    toast.autovacuum_vacuum_threshold = 5000,
    toast.autovacuum_vacuum_cost_delay = 0
);

CREATE INDEX job_due ON millrace.job (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX job_dead ON millrace.job (dead_at, id) WHERE dead_at IS NOT NULL;
CREATE INDEX job_created ON millrace.job (created_at, id);

-- Finished jobs, append-only, one partition a day of the end, dropped by retention. A job ends by moving here; it can
-- leave the live table only once, so its end is recorded exactly once.
CREATE TABLE millrace.job_archive (
    id               uuid        NOT NULL,
    job_type         text        NOT NULL,
    queue            text        NOT NULL,
    priority         smallint    NOT NULL,
    status           text        NOT NULL CHECK (status IN ('completed', 'canceled', 'discarded')),
    payload          jsonb       NOT NULL,
    result           jsonb,
    attempt          integer     NOT NULL,
    failures         integer     NOT NULL,
    max_retries      smallint    NOT NULL,
    retry_base_ms    bigint      NOT NULL,
    retry_max_ms     bigint      NOT NULL,
    timeout_seconds  integer     NOT NULL,
    created_at       timestamptz NOT NULL,
    run_at           timestamptz NOT NULL,
    started_at       timestamptz,
    finished_at      timestamptz NOT NULL,
    worker_id        uuid,
    cancel_requested boolean     NOT NULL,
    progress_percent smallint,
    progress_message text,
    error            jsonb,
    tags             text[]      NOT NULL,
    schedule_id      uuid,
    replay_of        uuid,
    traceparent      text
) PARTITION BY RANGE (finished_at);

CREATE INDEX job_archive_id ON millrace.job_archive (id);
CREATE INDEX job_archive_created ON millrace.job_archive (created_at, id);
CREATE INDEX job_archive_type ON millrace.job_archive (job_type, created_at, id);
-- Completed jobs are nearly all jobs; the two rare ends are found without walking past them.
CREATE INDEX job_archive_not_completed ON millrace.job_archive (status, created_at, id) WHERE status <> 'completed';

-- Makes the partitions of today and the days ahead; safe to call from many sessions at once. There is no default
-- partition: attaching beside one would scan it. A partition is made alone and then attached, because CREATE TABLE ...
-- PARTITION OF would lock the parent against every reader and writer.
CREATE FUNCTION millrace.ensure_archive_partitions(days_ahead integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    day   date;
    name  text;
    made  integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('millrace.ensure_archive_partitions', 0));
    FOR offset_days IN -1 .. days_ahead LOOP
        day := today + offset_days;
        name := 'job_archive_' || to_char(day, 'YYYYMMDD');
        IF to_regclass('millrace.' || name) IS NULL THEN
            EXECUTE format('CREATE TABLE millrace.%I (LIKE millrace.job_archive INCLUDING ALL)', name);
            EXECUTE format(
                'ALTER TABLE millrace.job_archive ATTACH PARTITION millrace.%I FOR VALUES FROM (%L) TO (%L)',
                name, day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END
$$;

SELECT millrace.ensure_archive_partitions(30);

-- One row per attempt that did not simply succeed; the one that succeeded is told from the job itself.
CREATE TABLE millrace.attempt (
    job_id      uuid        NOT NULL,
    attempt     integer     NOT NULL,
    worker_id   uuid,
    started_at  timestamptz,
    finished_at timestamptz NOT NULL,
    outcome     text        NOT NULL CHECK (outcome IN ('failed', 'timed_out', 'lost', 'released', 'canceled', 'discarded')),
    error       jsonb,
    PRIMARY KEY (job_id, attempt)
);

-- Tickets committed with the jobs they announce: one row a batch, deleted when the broker has confirmed the ticket.
CREATE TABLE millrace.outbox (
    id       uuid        NOT NULL PRIMARY KEY,
    queue    text        NOT NULL,
    priority smallint    NOT NULL,
    job_ids  uuid[]      NOT NULL,
    -- From when the relay may publish it; a lease while it does.
    due_at   timestamptz NOT NULL
) WITH (
    autovacuum_vacuum_scale_factor = 0.0,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_cost_delay = 0
);

CREATE INDEX outbox_due ON millrace.outbox (due_at);

CREATE TABLE millrace.queue (
    name          text        NOT NULL PRIMARY KEY,
    created_at    timestamptz NOT NULL DEFAULT now(),
    paused_at     timestamptz,
    paused_by     text,
    paused_reason text
);

-- The worker's row is its lease on all that it runs: one heartbeat a second for the whole worker.
CREATE TABLE millrace.worker (
    id                uuid        NOT NULL PRIMARY KEY,
    host              text        NOT NULL,
    process_id        bigint      NOT NULL,
    version           text        NOT NULL,
    queues            text[]      NOT NULL,
    job_types         text[]      NOT NULL,
    slots             integer     NOT NULL,
    busy_slots        integer     NOT NULL DEFAULT 0,
    started_at        timestamptz NOT NULL DEFAULT now(),
    last_heartbeat_at timestamptz NOT NULL DEFAULT now(),
    -- Set by a worker that no longer takes jobs and waits for those in hand.
    draining_at       timestamptz,
    -- Set by a worker that ended in order.
    stopped_at        timestamptz
) WITH (fillfactor = 50);

CREATE TABLE millrace.job_type (
    name                 text        NOT NULL PRIMARY KEY,
    description          text        NOT NULL,
    -- JSON Schema 2020-12 of the payload.
    payload_schema       jsonb       NOT NULL,
    example              jsonb       NOT NULL,
    max_retries          smallint    NOT NULL,
    retry_base_ms        bigint      NOT NULL,
    retry_max_ms         bigint      NOT NULL,
    timeout_seconds      integer     NOT NULL,
    ticket_size          integer     NOT NULL CHECK (ticket_size > 0),
    registered_at        timestamptz NOT NULL DEFAULT now()
);

-- What happened, counted per minute. Every statement that accepts or ends jobs appends its own counts to rollup_delta in
-- the same transaction, so that they are exact; the scheduler folds them into rollup.
CREATE TABLE millrace.rollup_delta (
    minute      timestamptz NOT NULL,
    queue       text        NOT NULL,
    job_type    text        NOT NULL,
    outcome     text        NOT NULL,
    wait_bucket smallint    NOT NULL,
    run_bucket  smallint    NOT NULL,
    jobs        bigint      NOT NULL
) WITH (
    autovacuum_vacuum_scale_factor = 0.0,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_cost_delay = 0
);

CREATE TABLE millrace.rollup (
    minute      timestamptz NOT NULL,
    queue       text        NOT NULL,
    job_type    text        NOT NULL,
    outcome     text        NOT NULL,
    wait_bucket smallint    NOT NULL,
    run_bucket  smallint    NOT NULL,
    jobs        bigint      NOT NULL,
    PRIMARY KEY (minute, queue, job_type, outcome, wait_bucket, run_bucket)
);

-- What has ever happened, by outcome; it outlives the rollup, which ages.
CREATE TABLE millrace.outcome_total (
    outcome text   NOT NULL PRIMARY KEY,
    jobs    bigint NOT NULL
) WITH (fillfactor = 50);

-- A duration as a logarithmic bucket: 0 below a millisecond, then four buckets an octave, so that each bucket's upper
-- bound is 19 % above its lower one. Bucket b > 0 holds durations from 2^((b-1)/4) ms.
CREATE FUNCTION millrace.duration_bucket(duration interval) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN duration < interval '1 millisecond' THEN 0
        ELSE least(127, 1 + floor(4 * ln(extract(epoch FROM duration) * 1000) / ln(2)))
    END::smallint
$$;

-- How many live jobs stand where, measured in the background at a bounded share of the machine's time, so that no
-- request ever counts rows.
CREATE TABLE millrace.depth (
    queue         text        NOT NULL,
    priority      smallint    NOT NULL,
    status        text        NOT NULL,
    jobs          bigint      NOT NULL,
    oldest_run_at timestamptz NOT NULL,
    measured_at   timestamptz NOT NULL,
    PRIMARY KEY (queue, priority, status)
);

CREATE TABLE millrace.schedule (
    id              uuid        NOT NULL PRIMARY KEY,
    name            text        NOT NULL UNIQUE,
    job_type        text        NOT NULL,
    queue           text        NOT NULL,
    priority        smallint    NOT NULL CHECK (priority BETWEEN 0 AND 2),
    payload         jsonb       NOT NULL,
    max_retries     smallint    NOT NULL,
    cron_expression text        NOT NULL,
    time_zone       text        NOT NULL,
    enabled         boolean     NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL DEFAULT now(),
    next_fire_at    timestamptz,
    last_fire_at    timestamptz,
    last_job_id     uuid
);

CREATE INDEX schedule_due ON millrace.schedule (next_fire_at) WHERE enabled;

-- A tick that has fired: its key is why no tick fires twice, whatever the number of schedulers.
CREATE TABLE millrace.schedule_fire (
    schedule_id uuid        NOT NULL REFERENCES millrace.schedule ON DELETE CASCADE,
    fire_at     timestamptz NOT NULL,
    job_id      uuid        NOT NULL,
    PRIMARY KEY (schedule_id, fire_at)
);
