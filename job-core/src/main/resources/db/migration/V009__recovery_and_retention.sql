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
