-- Tells the database's time, by which everything is due or not.
SELECT now() AS now
