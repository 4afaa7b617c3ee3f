-- Asks whether PostgreSQL answers.
SELECT 1 AS alive
