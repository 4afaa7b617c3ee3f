-- What a dead job died of: the fingerprint of its error, a column of its own so that groups of dead letters are counted in
-- the index alone. It means something only together with dead_at; a claim changes neither.
ALTER TABLE millrace.job ADD COLUMN fingerprint text;

-- Those that died before errors had fingerprints are grouped by their error as it stands.
UPDATE millrace.job
SET fingerprint = died.fingerprint, error = job.error || jsonb_build_object('fingerprint', died.fingerprint)
FROM (
    SELECT id,
        left(md5(concat_ws(E'\n', job_type, error ->> 'type', error ->> 'message')), 16) AS fingerprint
    FROM millrace.job
    WHERE dead_at IS NOT NULL AND jsonb_typeof(error) = 'object'
) AS died
WHERE job.id = died.id;

-- Dead letters in the other orders in which they are listed. Jobs that are not dead stand in none of these.
CREATE INDEX job_dead_created ON millrace.job (created_at, id) WHERE dead_at IS NOT NULL;
CREATE INDEX job_dead_fingerprint ON millrace.job (fingerprint, dead_at, id) WHERE dead_at IS NOT NULL;

-- What a schedule fired. Jobs that no schedule fired do not stand in it, so that it costs them nothing.
CREATE INDEX job_archive_schedule ON millrace.job_archive (schedule_id, created_at, id) WHERE schedule_id IS NOT NULL;
