-- A key that at most one scheduled, pending, running or retrying job may hold. The job that holds it says so, and so does
-- this table, whose primary key is what keeps two jobs from taking it at the same time. Death and the end free it.
ALTER TABLE millrace.job ADD COLUMN unique_key text;
ALTER TABLE millrace.job_archive ADD COLUMN unique_key text;

CREATE TABLE millrace.unique_key (
    key    text NOT NULL PRIMARY KEY,
    job_id uuid NOT NULL
) WITH (
    fillfactor = 90,
    autovacuum_vacuum_scale_factor = 0.0,
    autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_cost_delay = 0
);

-- What was answered to a request that carried an idempotency key, so that a repetition gets the first answer again.
-- Written in the transaction of what it made. Either it names jobs and what the database decided about them, from which
-- the answer is made again, or it holds the answer itself.
CREATE TABLE millrace.idempotency_key (
    owner        text        NOT NULL,
    key          text        NOT NULL,
    -- SHA-256 of what was asked: another request under the same key is a mistake of the client.
    request_hash bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    job_ids      uuid[],
    job_statuses text[],
    job_run_ats  timestamptz[],
    answer_status   smallint,
    answer_location text,
    answer_body     text,
    PRIMARY KEY (owner, key),
    CHECK ((job_ids IS NULL) <> (answer_status IS NULL))
) WITH (
    autovacuum_vacuum_scale_factor = 0.0,
    autovacuum_vacuum_threshold = 10000,
    autovacuum_vacuum_cost_delay = 0
);

CREATE INDEX idempotency_key_created ON millrace.idempotency_key (created_at);

-- Who did what to which, when and why. Append-only; written in the transaction of the change that it tells of.
CREATE TABLE millrace.audit_event (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT now(),
    actor       text        NOT NULL,
    actor_role  text        NOT NULL,
    address     text,
    action      text        NOT NULL,
    target      text        NOT NULL,
    reason      text,
    detail      jsonb
);

CREATE INDEX audit_event_happened ON millrace.audit_event (happened_at, id);
