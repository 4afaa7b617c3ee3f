-- A part of chosen_jobs.sql: when jobs were made. What is sorted by has no second bound at the side where the page begins, so
-- that an index is entered there and nowhere before.
AND job.created_at >= $3::timestamptz                           --? sort=run_at|started_at|finished_at|priority|status|job_type|attempts
AND job.created_at < $4::timestamptz                            --? sort=run_at|started_at|finished_at|priority|status|job_type|attempts
AND job.created_at < $4::timestamptz                            --? sort=created_at order=asc
AND job.created_at >= $3::timestamptz                           --? sort=created_at order=desc
