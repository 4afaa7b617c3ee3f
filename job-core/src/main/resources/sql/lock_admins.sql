-- Locks all admins, in one order, so that two who take the right from two of them see each other: whoever comes second
-- counts without what the first has taken away.
-- Parameters: none.
SELECT id FROM millrace.app_user WHERE role = 'admin' ORDER BY id FOR UPDATE
