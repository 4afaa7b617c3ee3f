-- One action asked of many jobs at once, over exactly those that its filter found when it was frozen.
CREATE TABLE millrace.bulk_operation (
    id           uuid        NOT NULL PRIMARY KEY,
    action       text        NOT NULL CHECK (action IN ('cancel', 'retry', 'discard')),
    state        text        NOT NULL CHECK (state IN ('previewed', 'running', 'completed', 'aborted', 'expired')),
    -- As it was asked, for people and the audit trail; the items are what counts.
    filter       jsonb       NOT NULL,
    reason       text,
    -- Starts exactly this frozen set; told to whoever previewed it.
    token        uuid        NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    matched      integer     NOT NULL,
    -- Up to where its items have been dealt with. Written in the transaction that deals with them, so that whoever goes
    -- on after a crash neither repeats nor leaves out any.
    position     integer     NOT NULL DEFAULT 0,
    done         integer     NOT NULL DEFAULT 0,
    skipped      integer     NOT NULL DEFAULT 0,
    failed       integer     NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   text        NOT NULL,
    -- Until when a preview may be started.
    expires_at   timestamptz NOT NULL,
    started_at   timestamptz,
    started_by   text,
    finished_at  timestamptz,
    aborted_by   text,
    -- The fence: it grows whenever a runner takes the operation, and one that has lost it writes no more.
    run          integer     NOT NULL DEFAULT 0,
    -- Until when the present runner holds it; null when nobody does.
    runner_until timestamptz
) WITH (
    fillfactor = 50,
    autovacuum_vacuum_scale_factor = 0.0,
    autovacuum_vacuum_threshold = 1000
);

CREATE INDEX bulk_operation_created ON millrace.bulk_operation (created_at, id);
CREATE INDEX bulk_operation_running ON millrace.bulk_operation (started_at) WHERE state = 'running';
CREATE INDEX bulk_operation_previewed ON millrace.bulk_operation (created_by, created_at) WHERE state = 'previewed';

-- The jobs of an operation in the order of their ids, in which they are also locked, each at the attempt that it had.
CREATE TABLE millrace.bulk_operation_item (
    operation_id uuid    NOT NULL,
    position     integer NOT NULL,
    job_id       uuid    NOT NULL,
    attempt      integer NOT NULL,
    -- Null until it has been dealt with.
    outcome      text CHECK (outcome IN ('done', 'skipped', 'failed')),
    PRIMARY KEY (operation_id, position)
) WITH (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.05,
    autovacuum_vacuum_threshold = 10000,
    autovacuum_vacuum_cost_delay = 0
);
