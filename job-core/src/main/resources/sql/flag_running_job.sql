-- Asks a running job to end: its worker sees the flag with its next heartbeat.
-- Parameters: $1 id. Fence: status = 'running'.
UPDATE millrace.job SET cancel_requested = true WHERE id = $1::uuid AND status = 'running'
