ALTER TABLE millrace.job_archive ADD COLUMN next_note text;
ALTER TABLE millrace.job_archive ADD COLUMN next_weight integer NOT NULL DEFAULT 1;
