-- Two roles for Millrace's database: one that owns and migrates the schema, and one that the services work with, which can
-- neither define nor drop anything. Run it by psql as a superuser, in Millrace's own database, before the first migration or on
-- a database in use; a second time it changes nothing.
--
--   export MILLRACE_OWNER_PASSWORD=$(openssl rand -hex 24) MILLRACE_APP_PASSWORD=$(openssl rand -hex 24)
--   psql --dbname=millrace --file=deploy/postgresql/roles.sql
--
-- Passwords are taken from these two variables, so that they stand on no command line; one that is not set leaves the role's
-- password as it is, as for roles that something else looks after. Other names: --set=owner=... --set=app=...
\set ON_ERROR_STOP on
\set QUIET on
\if :{?owner}
\else
    \set owner millrace_owner
\endif
\if :{?app}
\else
    \set app millrace_app
\endif
\getenv owner_password MILLRACE_OWNER_PASSWORD
\getenv app_password MILLRACE_APP_PASSWORD
\if :{?owner_password}
\else
    \set owner_password ''
\endif
\if :{?app_password}
\else
    \set app_password ''
\endif

BEGIN;

SELECT format('CREATE ROLE %I', wanted.name)
FROM unnest(ARRAY[:'owner', :'app']) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name)
\gexec
ALTER ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE :"app" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
SELECT format('ALTER ROLE %I PASSWORD %L', wanted.name, wanted.password)
FROM (VALUES (:'owner', :'owner_password'), (:'app', :'app_password')) AS wanted (name, password)
WHERE wanted.password <> ''
\gexec

-- Nobody else's: not even temporary tables.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO :"owner", :"app";
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS millrace;
ALTER SCHEMA millrace OWNER TO :"owner";
REVOKE ALL ON SCHEMA millrace FROM PUBLIC;
GRANT USAGE ON SCHEMA millrace TO :"app";

-- What another role has migrated so far changes hands; a sequence goes with the table whose column it fills.
SELECT format(
        'ALTER %s %s OWNER TO %I',
        CASE class.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
        class.oid::regclass, :'owner')
FROM pg_class AS class
WHERE class.relnamespace = 'millrace'::regnamespace
    AND class.relkind IN ('r', 'p', 'v', 'm', 'S')
    AND class.relowner <> :'owner'::regrole
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE pg_depend.objid = class.oid AND class.relkind = 'S' AND pg_depend.deptype IN ('a', 'i')
    )
\gexec
SELECT format('ALTER ROUTINE %s OWNER TO %I', routine.oid::regprocedure, :'owner')
FROM pg_proc AS routine
WHERE routine.pronamespace = 'millrace'::regnamespace AND routine.proowner <> :'owner'::regrole
\gexec

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA millrace TO :"app";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA millrace TO :"app";
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA millrace TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA millrace GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA millrace GRANT USAGE ON SEQUENCES TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA millrace GRANT EXECUTE ON ROUTINES TO :"app";

-- Which migrations were applied is theirs to say, and the audit trail only grows.
SELECT format('REVOKE %s ON %s FROM %I', less.rights, less.relation, :'app')
FROM (
    VALUES ('INSERT, UPDATE, DELETE', to_regclass('millrace.flyway_schema_history')),
        ('UPDATE, DELETE', to_regclass('millrace.audit_event'))
) AS less (rights, relation)
WHERE less.relation IS NOT NULL
\gexec

-- To see how old the oldest transaction is, whoever's it is, which holds up the cleaning of the hot table.
GRANT pg_read_all_stats TO :"app";

COMMIT;
