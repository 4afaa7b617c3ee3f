ALTER TABLE millrace.worker ADD COLUMN next_note text NOT NULL DEFAULT '';
