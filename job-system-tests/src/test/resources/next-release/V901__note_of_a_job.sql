-- What the migrations of a next release may look like at their most: each table that services work with all the time gains
-- something, also what has a value in every row there is. One busy table a file.
ALTER TABLE millrace.job ADD COLUMN next_note text;
ALTER TABLE millrace.job ADD COLUMN next_weight integer NOT NULL DEFAULT 1;
