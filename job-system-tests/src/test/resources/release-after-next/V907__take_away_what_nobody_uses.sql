-- What the next release has left unused goes; services that know less than that release's last migration are served no more.
UPDATE millrace.schema_requirement SET oldest_known = 906;
