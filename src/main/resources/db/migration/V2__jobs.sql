-- Jobs: accepted, running and finished ones. Times are ISO 8601 in UTC.
CREATE TABLE jobs (
    id               TEXT PRIMARY KEY,              -- sorts by age
    filesystem       TEXT NOT NULL COLLATE NOCASE,
    state            TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    attempt          INTEGER NOT NULL,              -- from 1: runs, ran last, or is waited for
    interruptions    INTEGER NOT NULL,              -- attempts that were cut short by the end of the process
    cancel_requested INTEGER NOT NULL DEFAULT 0,    -- a running job that is to stop
    created_at       TEXT NOT NULL,
    started_at       TEXT,                          -- of the attempt
    finished_at      TEXT,
    idempotency_key  TEXT UNIQUE,
    generation       TEXT,                          -- what was published
    asked            TEXT NOT NULL,                 -- JSON: the request as given
    request          TEXT NOT NULL,                 -- JSON: the import as resolved
    error            TEXT,                          -- JSON, of a failed job
    report           TEXT,                          -- JSON: phases, counters, warnings of a finished job
    rejected         TEXT                           -- JSON: a sample of the rejected lines of a finished job
) STRICT;

CREATE INDEX jobs_by_state ON jobs (state, id);
