-- A part of chosen_jobs.sql: what a job is sorted by, where both tables have it under one name. What may be absent counts as
-- the end of all time, whichever end comes last.
created_at AS key                                               --? sort=created_at
run_at AS key                                                   --? sort=run_at
coalesce(started_at, timestamptz '9999-12-31Z') AS key          --? sort=started_at order=asc
coalesce(started_at, timestamptz '0001-01-01Z') AS key          --? sort=started_at order=desc
2 - priority::integer AS key                                    --? sort=priority
status COLLATE "C" AS key                                       --? sort=status
job_type COLLATE "C" AS key                                     --? sort=job_type
attempt AS key                                                  --? sort=attempts
