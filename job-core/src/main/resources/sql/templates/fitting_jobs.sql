-- A part of chosen_jobs.sql: the conditions that live and finished jobs must meet alike.
AND (job.key, job.id) > ($1::{key_type}, $2::uuid)                                              --? sort=created_at|finished_at order=asc
AND (job.key, job.id) < ($1::{key_type}, $2::uuid)                                              --? sort=created_at|finished_at order=desc
AND ($2::uuid IS NULL OR (job.key, job.id) > ($1::{key_type}, $2::uuid))                        --? sort=run_at|started_at|priority|status|job_type|attempts order=asc
AND ($2::uuid IS NULL OR (job.key, job.id) < ($1::{key_type}, $2::uuid))                        --? sort=run_at|started_at|priority|status|job_type|attempts order=desc
AND ($9::text[] IS NULL OR job.status = ANY ($9::text[]))
AND ($10::text[] IS NULL OR job.job_type = ANY ($10::text[]))
AND ($11::text[] IS NULL OR job.queue = ANY ($11::text[]))
AND ($12::smallint[] IS NULL OR job.priority = ANY ($12::smallint[]))
AND ($13::text[] IS NULL OR job.tags && $13::text[])
AND ($14::uuid[] IS NULL OR job.worker_id = ANY ($14::uuid[]))
AND ($15::uuid[] IS NULL OR job.schedule_id = ANY ($15::uuid[]))
AND ($16::text[] IS NULL OR job.error ->> 'fingerprint' = ANY ($16::text[]))
AND ($17::text[] IS NULL OR NOT EXISTS (
    SELECT
    FROM unnest($17::text[], $18::text[]) AS asked (path, held)
    WHERE (job.payload #> asked.path::text[] = ANY (asked.held::jsonb[])) IS NOT TRUE
))
