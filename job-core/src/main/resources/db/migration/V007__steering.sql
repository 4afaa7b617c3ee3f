-- Resuming a queue asks for its pending jobs to be announced once more: tickets that came while it was paused are gone.
ALTER TABLE millrace.queue
    -- When that was asked for; null when there is nothing to do.
    ADD COLUMN announce_requested_at timestamptz,
    -- How far it has come: the last job that was looked at, or null at the beginning.
    ADD COLUMN announce_after uuid;

CREATE INDEX queue_announce ON millrace.queue (announce_requested_at) WHERE announce_requested_at IS NOT NULL;

-- What happened, per slot of 1, 15, 60 and 1440 minutes, so that a chart reads about as many slots as it shows, whatever
-- its range. Counts (measure jobs, bucket 0) and the histograms of waits and runs stand apart: together they would be as
-- many rows as both have buckets multiplied. Slots are whole multiples since 1970 in UTC.
CREATE TABLE millrace.rollup_slot (
    minutes  smallint    NOT NULL,
    measure  text        NOT NULL CHECK (measure IN ('jobs', 'wait', 'run')),
    slot     timestamptz NOT NULL,
    queue    text        NOT NULL,
    job_type text        NOT NULL,
    outcome  text        NOT NULL,
    bucket   smallint    NOT NULL,
    jobs     bigint      NOT NULL,
    PRIMARY KEY (minutes, measure, slot, queue, job_type, outcome, bucket)
) WITH (
    -- The present slots are written again and again; with room on the page that changes no index.
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.02
);

INSERT INTO millrace.rollup_slot (minutes, measure, slot, queue, job_type, outcome, bucket, jobs)
SELECT level.minutes, spread.measure, date_bin(level.minutes * interval '1 minute', rollup.minute, 'epoch'),
    rollup.queue, rollup.job_type, rollup.outcome, spread.bucket, sum(rollup.jobs)
FROM millrace.rollup
CROSS JOIN (VALUES (1::smallint), (15::smallint), (60::smallint), (1440::smallint)) AS level (minutes)
CROSS JOIN LATERAL (
    VALUES ('jobs', 0::smallint), ('wait', rollup.wait_bucket), ('run', rollup.run_bucket)
) AS spread (measure, bucket)
WHERE spread.measure = 'jobs' OR rollup.outcome IN ('completed', 'retried', 'dead')
GROUP BY 1, 2, 3, 4, 5, 6, 7;

DROP TABLE millrace.rollup;

-- How many jobs stood in each lane, looked at once a minute. A slot holds the most that any look within it saw.
CREATE TABLE millrace.depth_slot (
    minutes                    smallint         NOT NULL,
    slot                       timestamptz      NOT NULL,
    queue                      text             NOT NULL,
    priority                   smallint         NOT NULL,
    scheduled                  bigint           NOT NULL,
    pending                    bigint           NOT NULL,
    running                    bigint           NOT NULL,
    retrying                   bigint           NOT NULL,
    dead                       bigint           NOT NULL,
    oldest_pending_age_seconds double precision NOT NULL,
    PRIMARY KEY (minutes, slot, queue, priority)
) WITH (fillfactor = 70);

ALTER TABLE millrace.schedule
    ADD COLUMN overlap_policy text NOT NULL DEFAULT 'allow'
        CHECK (overlap_policy IN ('allow', 'skip', 'cancel_running', 'queue_one')),
    ADD COLUMN misfire_policy text NOT NULL DEFAULT 'fire_once'
        CHECK (misfire_policy IN ('fire_once', 'skip', 'fire_all')),
    -- Each tick's job becomes due by up to so much later.
    ADD COLUMN jitter_seconds integer NOT NULL DEFAULT 0 CHECK (jitter_seconds BETWEEN 0 AND 86400),
    -- When the last job was made; it ended no earlier, which is how it is found among those that have ended.
    ADD COLUMN last_job_at timestamptz,
    -- The tick that waits until the job before has ended (overlap policy queue_one).
    ADD COLUMN queued_fire_at timestamptz,
    -- Grows with every change by a person, so that nobody overwrites what he has not seen.
    ADD COLUMN revision integer NOT NULL DEFAULT 0;

UPDATE millrace.schedule SET last_job_at = coalesce(last_fire_at, created_at) WHERE last_job_id IS NOT NULL;

CREATE INDEX schedule_queued ON millrace.schedule (queued_fire_at) WHERE queued_fire_at IS NOT NULL;
CREATE INDEX schedule_job_type ON millrace.schedule (job_type, name);

-- The jobs of a schedule that have not ended; a dead one counts as ended. Neither column is changed by a claim.
CREATE INDEX job_schedule_unfinished ON millrace.job (schedule_id, id)
    WHERE schedule_id IS NOT NULL AND dead_at IS NULL;
