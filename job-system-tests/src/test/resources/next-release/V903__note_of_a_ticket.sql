ALTER TABLE millrace.outbox ADD COLUMN next_note text;
