ALTER TABLE millrace.attempt ADD COLUMN next_note text;
ALTER TABLE millrace.queue ADD COLUMN next_note text;
ALTER TABLE millrace.job_type ADD COLUMN next_note text;
ALTER TABLE millrace.schedule ADD COLUMN next_note text;
ALTER TABLE millrace.schedule_fire ADD COLUMN next_note text;
CREATE TABLE millrace.next_table (
    job_id uuid NOT NULL PRIMARY KEY
);
