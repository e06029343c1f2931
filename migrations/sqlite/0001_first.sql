-- One row: who this installation is.
CREATE TABLE installation (
    only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    instance     TEXT NOT NULL,
    salt         TEXT NOT NULL,
    key_print    TEXT,
    limits       TEXT NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;

-- Sites, policies, accounts, the organization and open enrollment, as applied last.
CREATE TABLE declared (
    kind         TEXT NOT NULL,
    id           TEXT NOT NULL,
    body         TEXT NOT NULL,
    digest       TEXT NOT NULL,
    source       TEXT NOT NULL,
    place        TEXT NOT NULL,
    version      INTEGER NOT NULL,
    run          TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

-- Content of the pictures that declared entries name, by SHA-256.
CREATE TABLE picture (
    sha256       TEXT NOT NULL PRIMARY KEY,
    content      BLOB NOT NULL
) STRICT;

-- Invitations; `removed_at` keeps history after an entry left the repository.
CREATE TABLE invitation (
    id           TEXT NOT NULL PRIMARY KEY,
    body         TEXT NOT NULL,
    policy       TEXT NOT NULL,
    digest       TEXT NOT NULL,
    source       TEXT NOT NULL,
    place        TEXT NOT NULL,
    version      INTEGER NOT NULL,
    run          TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    removed_at   INTEGER,
    held         TEXT,
    held_at      INTEGER
) STRICT;

CREATE INDEX invitation_current ON invitation (id) WHERE removed_at IS NULL;
CREATE INDEX invitation_held ON invitation (held_at) WHERE held_at IS NOT NULL;

-- Files that declare invitations as they were applied last; the row without a path stands for everything else.
CREATE TABLE source (
    path         TEXT NOT NULL PRIMARY KEY,
    digest       TEXT,
    lists        TEXT NOT NULL,
    ending       TEXT NOT NULL,
    invitations  TEXT NOT NULL
) STRICT;

-- Where a row says `erased_at`, its personal data is gone: numbers, dates and ids made up here are left.

-- One link each. Declared and anchored columns are written by apply, `used` and the dates of facts by the portal.
CREATE TABLE recipient (
    uid          TEXT NOT NULL PRIMARY KEY,
    invitation   TEXT NOT NULL REFERENCES invitation (id),
    key          TEXT NOT NULL,
    body         TEXT NOT NULL,
    digest       TEXT NOT NULL,
    place        TEXT NOT NULL,
    version      INTEGER NOT NULL,
    rotate       INTEGER NOT NULL,
    link_hash    TEXT NOT NULL,
    anchored_at  INTEGER NOT NULL,
    opens_at     INTEGER,
    expires_at   INTEGER,
    uses         INTEGER,
    used         INTEGER NOT NULL,
    removed_at   INTEGER,
    revoked      TEXT,
    revoked_at   INTEGER,
    held         TEXT,
    held_at      INTEGER,
    opened_at    INTEGER,
    started_at   INTEGER,
    handed_at    INTEGER,
    expiry_seen  INTEGER,
    erased_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX recipient_link ON recipient (link_hash);
CREATE UNIQUE INDEX recipient_current ON recipient (invitation, key) WHERE removed_at IS NULL;
CREATE INDEX recipient_invitation ON recipient (invitation, key, uid);
-- Everything that numbers over an invitation's links are made of.
CREATE INDEX recipient_progress ON recipient (invitation, used, uses, started_at, opened_at, expires_at, removed_at,
    revoked_at, held_at, handed_at, uid);
CREATE INDEX recipient_open ON recipient (expires_at, invitation, uses, used)
    WHERE removed_at IS NULL AND revoked_at IS NULL AND held_at IS NULL;
CREATE INDEX recipient_held ON recipient (held_at) WHERE held_at IS NOT NULL AND removed_at IS NULL;

-- Messages on their way. `sealed` holds the rendered bytes until the row ends. A
-- queued row without `next_at` waits for the waves before its own.
CREATE TABLE outbox (
    id           TEXT NOT NULL PRIMARY KEY,
    send_key     TEXT NOT NULL,
    kind         TEXT NOT NULL,
    channel      TEXT NOT NULL,
    recipient    TEXT REFERENCES recipient (uid),
    invitation   TEXT,
    address      TEXT NOT NULL,
    message_id   TEXT NOT NULL,
    sealed       BLOB,
    state        TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    reply        TEXT,
    next_at      INTEGER,
    owner        TEXT,
    owner_boot   TEXT,
    owner_pid    INTEGER,
    owner_started INTEGER,
    lease_until  INTEGER,
    run          TEXT,
    wave         INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX outbox_send_key ON outbox (send_key);
CREATE INDEX outbox_waiting ON outbox (state, channel, next_at);
CREATE INDEX outbox_recipient ON outbox (recipient);
CREATE INDEX outbox_invitation ON outbox (invitation, kind, state, recipient);
CREATE INDEX outbox_created ON outbox (created_at, id);
CREATE INDEX outbox_wave ON outbox (run, kind, state, channel, wave);

-- How far the messages of one kind of a run may go: waves up to `opened` leave, up to `last` there are. Gone when all were tried.
CREATE TABLE wave (
    run          TEXT NOT NULL,
    kind         TEXT NOT NULL,
    opened       INTEGER NOT NULL,
    last         INTEGER NOT NULL,
    PRIMARY KEY (run, kind)
) STRICT;

-- One row: whether anything may be sent at all. Refusals before `resumed_at` were looked at by somebody.
CREATE TABLE sending (
    only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    paused_at    INTEGER,
    paused_by    TEXT,
    reason       TEXT,
    resumed_at   INTEGER
) STRICT;
INSERT INTO sending (only_row) VALUES (1);

-- Reminders that were agreed to. `ahead` is the time before the end of the link; settled: sent, or pointless by then.
CREATE TABLE reminder (
    recipient    TEXT NOT NULL REFERENCES recipient (uid),
    ahead        INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    settled_at   INTEGER,
    PRIMARY KEY (recipient, ahead)
) STRICT;
CREATE INDEX reminder_due ON reminder (settled_at, due_at);

-- Visits to the portal. `facts` is the session's JSON; the cookie's value is known by its digest alone.
CREATE TABLE session (
    id           TEXT NOT NULL PRIMARY KEY,
    cookie_hash  TEXT NOT NULL,
    recipient    TEXT REFERENCES recipient (uid),
    facts        TEXT NOT NULL,
    version      INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    ended_at     INTEGER,
    erased_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX session_cookie ON session (cookie_hash);

-- Devices on their way in. A use is reserved while `reserved_until` lies ahead, counted once `counted_at` is set.
CREATE TABLE enrollment (
    id             TEXT NOT NULL PRIMARY KEY,
    session        TEXT,
    recipient      TEXT REFERENCES recipient (uid),
    invitation     TEXT,
    policy         TEXT NOT NULL,
    body           TEXT NOT NULL,
    state          TEXT NOT NULL,
    reserved_at    INTEGER NOT NULL,
    reserved_until INTEGER NOT NULL,
    challenge_hash TEXT,
    challenge_sealed BLOB,
    key_hash       TEXT,
    transaction_id TEXT,
    certificate    TEXT,
    known_serial   TEXT,
    udid           TEXT,
    serial         TEXT,
    hardware       TEXT,
    refusal        TEXT,
    authenticated_at INTEGER,
    enrolled_at    INTEGER,
    counted_at     INTEGER,
    checked_out_at INTEGER,
    revoked_at     INTEGER,
    erased_at      INTEGER
) STRICT;
CREATE UNIQUE INDEX enrollment_challenge ON enrollment (challenge_hash);
CREATE UNIQUE INDEX enrollment_certificate ON enrollment (certificate);
CREATE INDEX enrollment_device ON enrollment (recipient, udid, serial);
CREATE INDEX enrollment_counted ON enrollment (recipient, counted_at);
-- What is reserved of a link: every page of its people counts them, and never reads what it brought in before.
CREATE INDEX enrollment_reserved
    ON enrollment (recipient, reserved_until, id, enrolled_at, counted_at, checked_out_at, revoked_at)
    WHERE enrolled_at IS NULL AND counted_at IS NULL AND checked_out_at IS NULL AND revoked_at IS NULL;
CREATE INDEX enrollment_session ON enrollment (session, reserved_at, id);
CREATE INDEX enrollment_udid ON enrollment (udid);
CREATE INDEX enrollment_serial ON enrollment (known_serial);

-- Identity certificates; `sha256` of the DER is what a device is pinned to. `renews` is the one that asked for it.
CREATE TABLE certificate (
    sha256       TEXT NOT NULL PRIMARY KEY,
    serial       TEXT NOT NULL,
    issuer       TEXT NOT NULL,
    enrollment   TEXT NOT NULL REFERENCES enrollment (id),
    der          BLOB NOT NULL,
    key_hash     TEXT NOT NULL,
    renews       TEXT REFERENCES certificate (sha256),
    issued_at    INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    revoked_at   INTEGER
) STRICT;
CREATE UNIQUE INDEX certificate_serial ON certificate (issuer, serial);
CREATE UNIQUE INDEX certificate_renewal ON certificate (renews, key_hash);
CREATE INDEX certificate_enrollment ON certificate (enrollment);

-- The Profile Service: challenges it handed out and the throw-away identity that it gave.
CREATE TABLE ota (
    enrollment     TEXT NOT NULL PRIMARY KEY REFERENCES enrollment (id),
    token_hash     TEXT NOT NULL,
    challenge_hash TEXT NOT NULL,
    certificate    TEXT,
    key_hash       TEXT,
    der            BLOB
) STRICT;
CREATE UNIQUE INDEX ota_token ON ota (token_hash);
CREATE UNIQUE INDEX ota_challenge ON ota (challenge_hash);
CREATE UNIQUE INDEX ota_certificate ON ota (certificate);

-- What devices show after their person logged in on them, by digest.
CREATE TABLE access_token (
    token_hash     TEXT NOT NULL PRIMARY KEY,
    enrollment     TEXT NOT NULL REFERENCES enrollment (id),
    account        BLOB NOT NULL
) STRICT;

CREATE TABLE device (
    id           TEXT NOT NULL PRIMARY KEY,
    udid         TEXT NOT NULL,
    serial       TEXT,
    hardware     TEXT NOT NULL,
    enrollment   TEXT NOT NULL REFERENCES enrollment (id),
    invitation   TEXT,
    ownership    TEXT NOT NULL,
    site         TEXT,
    person       TEXT,
    username     TEXT,
    push_sealed  BLOB,
    bootstrap_sealed BLOB,
    pushed_at    INTEGER,
    push_count   INTEGER NOT NULL DEFAULT 0,
    inventory    TEXT,
    enrolled_at  INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    checked_out_at INTEGER
) STRICT;
CREATE UNIQUE INDEX device_udid ON device (udid);
CREATE INDEX device_invitation ON device (invitation, enrolled_at);
CREATE INDEX device_enrolled ON device (enrolled_at, id);
CREATE INDEX device_enrollment ON device (enrollment);
CREATE INDEX device_username ON device (username);

-- What enrolled devices are told to do, in order. `deferred_at`: the device said "not now".
CREATE TABLE command (
    id           TEXT NOT NULL PRIMARY KEY,
    enrollment   TEXT NOT NULL REFERENCES enrollment (id),
    kind         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    sent_at      INTEGER,
    deferred_at  INTEGER,
    ended_at     INTEGER,
    outcome      TEXT
) STRICT;
CREATE INDEX command_enrollment ON command (enrollment, ended_at);

-- What happened, in order. `detail` is JSON without addresses or secrets.
CREATE TABLE event (
    id           TEXT NOT NULL PRIMARY KEY,
    at           INTEGER NOT NULL,
    actor        TEXT NOT NULL,
    action       TEXT NOT NULL,
    invitation   TEXT,
    recipient    TEXT,
    subject      TEXT,
    detail       TEXT NOT NULL,
    run          TEXT
) STRICT;
CREATE INDEX event_recipient ON event (recipient);
CREATE INDEX event_invitation ON event (invitation, action, recipient);
CREATE INDEX event_at ON event (at, id);
CREATE INDEX event_action ON event (action, at, id);

CREATE TABLE run (
    id           TEXT NOT NULL PRIMARY KEY,
    at           INTEGER NOT NULL,
    git_commit   TEXT,
    fingerprint  TEXT NOT NULL,
    plan         TEXT NOT NULL,
    changes      INTEGER NOT NULL,
    messages     INTEGER NOT NULL
) STRICT;

-- Who looks at the console. The cookie's value is known by its digest alone.
CREATE TABLE console_session (
    id           TEXT NOT NULL PRIMARY KEY,
    cookie_hash  TEXT NOT NULL,
    username     TEXT NOT NULL,
    account      TEXT,
    role         TEXT NOT NULL,
    started_at   INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX console_session_cookie ON console_session (cookie_hash);

-- Failed log-ins by account and by address: a delay shared by every replica.
CREATE TABLE login_failure (
    bucket       TEXT NOT NULL PRIMARY KEY,
    failures     INTEGER NOT NULL,
    last_at      INTEGER NOT NULL
) STRICT;

-- Private keys sealed by the server key, with their certificates (PEM).
CREATE TABLE keypair (
    name         TEXT NOT NULL PRIMARY KEY,
    certificate  TEXT NOT NULL,
    sealed       BLOB NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;

-- One writer at a time: the row apply takes first. `token` only grows; free while `expires_at` is null or past.
CREATE TABLE lease (
    name         TEXT NOT NULL PRIMARY KEY,
    token        INTEGER NOT NULL,
    host         TEXT,
    boot         TEXT,
    pid          INTEGER,
    started      INTEGER,
    account      TEXT,
    link         TEXT,
    since_at     INTEGER,
    renewed_at   INTEGER,
    expires_at   INTEGER
) STRICT;
ALTER TABLE run ADD COLUMN plan_file TEXT;
CREATE UNIQUE INDEX run_plan_file ON run (plan_file);

-- How far each webhook was told; the key is a digest of its URL.
CREATE TABLE webhook (
    hook         TEXT NOT NULL PRIMARY KEY,
    since        INTEGER NOT NULL,
    failures     INTEGER NOT NULL,
    next_at      INTEGER NOT NULL
) STRICT;

-- Events near `since` that it was told already.
CREATE TABLE webhook_told (
    hook         TEXT NOT NULL REFERENCES webhook (hook),
    event        TEXT NOT NULL,
    PRIMARY KEY (hook, event)
) STRICT;

-- The folder that a server follows, while one does. `condition` is JSON without addresses.
CREATE TABLE watch (
    only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    folder       TEXT NOT NULL,
    auto         TEXT NOT NULL,
    condition    TEXT NOT NULL,
    since        INTEGER NOT NULL,
    looked_at    INTEGER NOT NULL
) STRICT;
