-- The queue of jobs of a type that name none. Workers that know nothing of it leave it as it is.
ALTER TABLE millrace.job_type ADD COLUMN queue text NOT NULL DEFAULT 'default';
