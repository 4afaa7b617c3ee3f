-- Lets the oldest previews of one person expire, so that frozen sets which nobody will start do not pile up.
-- Parameters: $1 whose, $2 how many of the newest stay.
UPDATE millrace.bulk_operation
SET state = 'expired', finished_at = now()
WHERE id IN (
    SELECT id FROM millrace.bulk_operation
    WHERE state = 'previewed' AND created_by = $1::text
    ORDER BY created_at DESC
    OFFSET $2::integer
    FOR NO KEY UPDATE SKIP LOCKED
)
