-- One case, one file. Offsets count code points of texts.text; raw_start/raw_end count bytes of the source or member.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The ledger: one row for each input file as released.
CREATE TABLE sources (
    pk INTEGER PRIMARY KEY,
    file TEXT NOT NULL,      -- relative to the ingested path
    root TEXT NOT NULL,      -- the folder that `file` is relative to, where `verify` finds the file again
    sha256 TEXT NOT NULL,    -- of its bytes; empty where they could not be had
    size INTEGER NOT NULL,   -- bytes
    status TEXT NOT NULL CHECK (status IN ('ok', 'partial', 'refused', 'duplicate')),
    reason TEXT,
    remedy TEXT,
    UNIQUE (root, file, sha256)
);
CREATE INDEX sources_sha256 ON sources (sha256);

-- What inside a file could not be read, or only in part.
CREATE TABLE skips (
    source INTEGER NOT NULL REFERENCES sources,
    member TEXT,
    status TEXT NOT NULL CHECK (status IN ('partial', 'refused', 'duplicate')),
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL,
    no_text_pages INTEGER NOT NULL  -- pages that show something and have no text; OCR may help
);

-- Bytes that stand in no message. With the raw ranges of its messages they make up each file and each member without
-- rest or overlap (an attached message lies inside the one that carries it, and each message of a PDF stands for all of
-- it); `checker verify` proves it.
CREATE TABLE gaps (
    source INTEGER NOT NULL REFERENCES sources,
    member TEXT,
    raw_start INTEGER NOT NULL,
    raw_end INTEGER NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX gaps_source ON gaps (source);

CREATE TABLE texts (pk INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, text TEXT NOT NULL);

CREATE TABLE messages (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES sources,
    member TEXT,
    sha256 TEXT NOT NULL,    -- of the source, or of the container's member
    raw_start INTEGER NOT NULL,
    raw_end INTEGER NOT NULL,
    message_id TEXT,
    bates TEXT,
    bates_end TEXT,
    date TEXT,
    date_flags TEXT NOT NULL,  -- JSON list
    flags TEXT NOT NULL,       -- JSON list
    subject TEXT,
    in_reply_to TEXT,
    refers_to TEXT NOT NULL    -- JSON list of Message-IDs
);
CREATE INDEX messages_id ON messages (id);
CREATE INDEX messages_source ON messages (source);
CREATE INDEX messages_message_id ON messages (message_id);
CREATE INDEX messages_bates ON messages (bates);

CREATE TABLE mailboxes (
    pk INTEGER PRIMARY KEY,
    name TEXT,
    address TEXT,
    raw TEXT NOT NULL,
    UNIQUE (name, address, raw)
);
CREATE TABLE message_mailboxes (
    message INTEGER NOT NULL REFERENCES messages,
    role TEXT NOT NULL CHECK (role IN ('from', 'to', 'cc')),
    position INTEGER NOT NULL,
    mailbox INTEGER NOT NULL REFERENCES mailboxes,
    PRIMARY KEY (message, role, position)
) WITHOUT ROWID;
CREATE INDEX message_mailboxes_mailbox ON message_mailboxes (mailbox);

CREATE TABLE segments (
    pk INTEGER PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES messages,
    part TEXT,
    text INTEGER NOT NULL REFERENCES texts,
    text_flags TEXT NOT NULL,  -- JSON list: what was guessed in decoding, or about the date of quoted words
    pages TEXT NOT NULL,       -- JSON list of [start, number, bates, flags] that the segment touches
    kind TEXT NOT NULL CHECK (kind IN ('own', 'quoted', 'forwarded', 'signature', 'disclaimer', 'attachment')),
    attachment TEXT,           -- what the attached file is called, where the words stand in one
    spans TEXT NOT NULL,       -- JSON list of [start, end)
    author INTEGER REFERENCES mailboxes,
    date TEXT,
    attributed TEXT NOT NULL CHECK (attributed IN ('stated', 'inferred', 'unknown'))
);
CREATE INDEX segments_message ON segments (message);

-- What the networks read: header line and passage, each distinct text once.
CREATE TABLE distinct_texts (pk INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE VIRTUAL TABLE distinct_fts USING fts5 (
    text, content = 'distinct_texts', content_rowid = 'pk', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE distinct_words USING fts5vocab (distinct_fts, 'row');

CREATE TABLE passages (
    pk INTEGER PRIMARY KEY,
    segment INTEGER NOT NULL REFERENCES segments,
    spans TEXT NOT NULL,       -- JSON list of [start, end)
    distinct_text INTEGER NOT NULL REFERENCES distinct_texts
);
CREATE INDEX passages_segment ON passages (segment);
CREATE INDEX passages_distinct_text ON passages (distinct_text);

-- Opaque arrays: float16, `count` rows for distinct texts `first` … in order of pk.
CREATE TABLE vectors (
    model TEXT NOT NULL,       -- engine, precision and hash of the weights
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    dimensions INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (model, first)
);

-- What the entailment network said of a pair; a pure function of its key.
CREATE TABLE readings (
    pair TEXT NOT NULL,        -- SHA-256 of model, premise and hypothesis
    contradiction REAL NOT NULL,
    entailment REAL NOT NULL,
    neutral REAL NOT NULL,
    PRIMARY KEY (pair)
) WITHOUT ROWID;
