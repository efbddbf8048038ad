-- What is derived from the layout in schema.sql: tables that `checker patterns` and `checker check` fill, and views made
-- for reading with any SQLite tool. docs/schema.md describes them. Added to a case when it is opened.

-- For each message: the distinct act that it witnesses, and the first and last calendar day that its date can mean.
CREATE TABLE IF NOT EXISTS message_acts (
    message INTEGER PRIMARY KEY REFERENCES messages,
    act INTEGER NOT NULL,      -- the lowest key among its witnesses
    first_day TEXT,            -- as stated, in the stated zone; NULL where the record shows no date
    last_day TEXT
);
CREATE INDEX IF NOT EXISTS message_acts_act ON message_acts (act);

-- For each message: the thread that its act belongs to, where the act stands in it by date, and how it was joined.
CREATE TABLE IF NOT EXISTS message_threads (
    message INTEGER PRIMARY KEY REFERENCES messages,
    thread INTEGER NOT NULL,   -- the lowest key among its acts
    position INTEGER NOT NULL, -- from 1; copies of one act share it
    how TEXT CHECK (how IN ('reference', 'quote', 'printed', 'subject'))  -- NULL where the act stands alone
);
CREATE INDEX IF NOT EXISTS message_threads_thread ON message_threads (thread, position);

-- For each passage: the act that it witnesses, as the passage that stands for it (the author's own mail where there is).
CREATE TABLE IF NOT EXISTS passage_acts (passage INTEGER PRIMARY KEY REFERENCES passages, act INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS passage_acts_act ON passage_acts (act);

-- For each mailbox: the person whose it is, as the lowest key among that person's mailboxes; NULL where it is blacked out.
CREATE TABLE IF NOT EXISTS mailbox_persons (
    mailbox INTEGER PRIMARY KEY REFERENCES mailboxes,
    person INTEGER,
    how TEXT NOT NULL CHECK (how IN ('name', 'address', 'alias', 'shared', 'bare', 'several', 'hidden'))
);
CREATE INDEX IF NOT EXISTS mailbox_persons_person ON mailbox_persons (person);

-- Which party of the claims file a mailbox belongs to, and how that is known.
CREATE TABLE IF NOT EXISTS mailbox_parties (
    mailbox INTEGER NOT NULL REFERENCES mailboxes,
    party TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('address', 'name', 'person')),
    PRIMARY KEY (mailbox, party)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mailbox_parties_party ON mailbox_parties (party, mailbox);

-- The patterns of the last run of each claim, and the messages behind them, each with why it counts.
CREATE TABLE IF NOT EXISTS patterns (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    kind TEXT NOT NULL,
    relation TEXT NOT NULL,
    rule TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS pattern_messages (
    pattern INTEGER NOT NULL REFERENCES patterns,
    message INTEGER NOT NULL REFERENCES messages,
    why TEXT NOT NULL,
    PRIMARY KEY (pattern, message)
) WITHOUT ROWID;

-- The links of the last check of each claim, as report.json has them.
CREATE TABLE IF NOT EXISTS links (
    id TEXT PRIMARY KEY,
    claim TEXT NOT NULL,
    rank INTEGER NOT NULL,
    relation TEXT NOT NULL,
    score REAL NOT NULL,
    band TEXT NOT NULL,
    message TEXT NOT NULL,     -- messages.id
    segment TEXT NOT NULL,
    quote TEXT NOT NULL
) WITHOUT ROWID;

-- Who writes what somebody else forwards or quotes; which messages answer what.
CREATE INDEX IF NOT EXISTS segments_author ON segments (author);

-- One row a message.
CREATE VIEW IF NOT EXISTS messages_v AS
SELECT m.pk AS message, m.id, a.act, t.thread, t.position, m.message_id, m.date, a.first_day, a.last_day,
    (SELECT b.raw FROM message_mailboxes x JOIN mailboxes b ON b.pk = x.mailbox
        WHERE x.message = m.pk AND x.role = 'from' ORDER BY x.position LIMIT 1) AS sender,
    (SELECT group_concat(raw, '; ') FROM (SELECT b.raw FROM message_mailboxes x JOIN mailboxes b ON b.pk = x.mailbox
        WHERE x.message = m.pk AND x.role = 'to' ORDER BY x.position)) AS recipients,
    (SELECT group_concat(raw, '; ') FROM (SELECT b.raw FROM message_mailboxes x JOIN mailboxes b ON b.pk = x.mailbox
        WHERE x.message = m.pk AND x.role = 'cc' ORDER BY x.position)) AS copies,
    m.subject, s.file, m.member, m.bates, m.bates_end
FROM messages m JOIN sources s ON s.pk = m.source LEFT JOIN message_acts a ON a.message = m.pk
    LEFT JOIN message_threads t ON t.message = m.pk;

-- One row a mailbox; `person` is the same for all mailboxes of one person.
CREATE VIEW IF NOT EXISTS people_v AS
SELECT b.pk AS mailbox, p.person, p.how, b.name, b.address, b.raw,
    (SELECT group_concat(party, ', ') FROM (SELECT party FROM mailbox_parties y
        WHERE y.mailbox = b.pk ORDER BY party)) AS parties,
    (SELECT count(DISTINCT a.act) FROM message_mailboxes x JOIN message_acts a ON a.message = x.message
        WHERE x.mailbox = b.pk AND x.role = 'from') AS wrote,
    (SELECT count(DISTINCT a.act) FROM message_mailboxes x JOIN message_acts a ON a.message = x.message
        WHERE x.mailbox = b.pk AND x.role != 'from') AS received
FROM mailboxes b LEFT JOIN mailbox_persons p ON p.mailbox = b.pk;

-- One row for each mailbox on a message and each party that it belongs to (party NULL where it is none's).
CREATE VIEW IF NOT EXISTS participants_v AS
SELECT x.message, m.id, a.act, a.first_day, a.last_day, x.role, x.mailbox, p.person, y.party
FROM message_mailboxes x
    JOIN messages m ON m.pk = x.message
    JOIN message_acts a ON a.message = x.message
    LEFT JOIN mailbox_persons p ON p.mailbox = x.mailbox
    LEFT JOIN mailbox_parties y ON y.mailbox = x.mailbox;

-- One row for each message behind a pattern.
CREATE VIEW IF NOT EXISTS patterns_v AS
SELECT p.claim, p.id AS pattern, p.kind, p.relation, m.id, a.act, a.first_day, a.last_day, pm.why, m.subject, s.file, m.bates
FROM pattern_messages pm
    JOIN patterns p ON p.pk = pm.pattern
    JOIN messages m ON m.pk = pm.message
    JOIN sources s ON s.pk = m.source
    JOIN message_acts a ON a.message = pm.message;

-- One row a link.
CREATE VIEW IF NOT EXISTS links_v AS
SELECT l.claim, l.rank, l.relation, l.score, l.band, l.quote, l.segment, l.message AS id, v.date, v.sender, v.recipients,
    v.subject, v.file, v.bates, l.id AS link
FROM links l LEFT JOIN messages_v v ON v.message = (SELECT min(pk) FROM messages WHERE id = l.message);
