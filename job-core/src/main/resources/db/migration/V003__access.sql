-- People who sign in. A name is lower case, so that no two people differ in case alone.
CREATE TABLE millrace.app_user (
    id                  uuid        NOT NULL PRIMARY KEY,
    username            text        NOT NULL UNIQUE CHECK (username = lower(username)),
    role                text        NOT NULL CHECK (role IN ('viewer', 'submitter', 'operator', 'admin')),
    -- Argon2id, with its parameters and salt, as a PHC string.
    password_hash       text        NOT NULL,
    created_at          timestamptz NOT NULL DEFAULT now(),
    created_by          text        NOT NULL,
    password_changed_at timestamptz NOT NULL DEFAULT now(),
    last_sign_in_at     timestamptz
);

CREATE INDEX app_user_created ON millrace.app_user (created_at, id);
CREATE INDEX app_user_admin ON millrace.app_user (id) WHERE role = 'admin';

-- Who is signed in. Only a hash of the token is kept: who reads this table can sign in as nobody.
CREATE TABLE millrace.session (
    token_hash   bytea       NOT NULL PRIMARY KEY,
    user_id      uuid        NOT NULL REFERENCES millrace.app_user ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    address      text
);

CREATE INDEX session_user_created ON millrace.session (user_id, created_at);

-- Keys for programs. The prefix is public and finds the row; of the whole key only a keyed hash is kept. Revoked keys stay,
-- so that the audit trail's actors keep their names.
CREATE TABLE millrace.api_key (
    id           uuid        NOT NULL PRIMARY KEY,
    prefix       text        NOT NULL UNIQUE,
    name         text        NOT NULL,
    role         text        NOT NULL CHECK (role IN ('viewer', 'submitter', 'operator', 'admin')),
    key_hash     bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   text        NOT NULL,
    expires_at   timestamptz,
    -- To the minute, written in the background.
    last_used_at timestamptz,
    revoked_at   timestamptz
);

CREATE INDEX api_key_created ON millrace.api_key (created_at, id);
CREATE INDEX api_key_in_force ON millrace.api_key (created_at, id) WHERE revoked_at IS NULL;

-- The audit trail is read by time, or by one of these and time.
CREATE INDEX audit_event_actor ON millrace.audit_event (actor, happened_at, id);
CREATE INDEX audit_event_action ON millrace.audit_event (action, happened_at, id);
CREATE INDEX audit_event_target ON millrace.audit_event (target, happened_at, id);

-- The audit trail is append-only here, too: whatever a service may be brought to do, it changes no entry and takes none
-- away, but by forget_audit_events.
CREATE FUNCTION millrace.keep_audit_events() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('millrace.audit_retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only; old entries go by millrace.forget_audit_events';
END
$$;

CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE ON millrace.audit_event
    FOR EACH ROW EXECUTE FUNCTION millrace.keep_audit_events();
CREATE TRIGGER audit_event_not_truncated BEFORE TRUNCATE ON millrace.audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION millrace.keep_audit_events();

-- Retention, the one way that an entry of the audit trail goes: takes away at most so many entries that are older than
-- that, the oldest first, and tells how many. Never younger than a day.
CREATE FUNCTION millrace.forget_audit_events(older_than interval, at_most integer) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    forgotten bigint;
BEGIN
    IF older_than < interval '1 day' THEN
        RAISE EXCEPTION 'entries of the audit trail are kept for a day at least, not for %', older_than;
    END IF;
    PERFORM set_config('millrace.audit_retention', 'on', true);
    DELETE FROM millrace.audit_event
    WHERE id IN (
        SELECT id FROM millrace.audit_event
        WHERE happened_at < now() - older_than
        ORDER BY happened_at, id
        LIMIT at_most
    );
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    PERFORM set_config('millrace.audit_retention', 'off', true);
    RETURN forgotten;
END
$$;
