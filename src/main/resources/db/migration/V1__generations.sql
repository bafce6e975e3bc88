-- The catalogue of generations. Rows are never deleted: an id, and with it a file name, is never used again.
CREATE TABLE generation (
  id TEXT PRIMARY KEY,
  filesystem TEXT NOT NULL COLLATE NOCASE,
  job_id TEXT NOT NULL,
  scan_time INTEGER NOT NULL,       -- epoch milliseconds
  imported_at INTEGER NOT NULL,     -- epoch milliseconds
  -- publishing: its file is whole and on disk, under its working or its final name
  -- published: served
  -- retired: served no more, its file waits for its last reader
  -- deleted: was served once, has no file any more
  -- dropped: was never served
  state TEXT NOT NULL CHECK (state IN ('publishing', 'published', 'retired', 'deleted', 'dropped')),
  files INTEGER NOT NULL,
  directories INTEGER NOT NULL,
  allocated_bytes INTEGER NOT NULL,
  apparent_bytes INTEGER NOT NULL,
  database_bytes INTEGER NOT NULL,
  database_file TEXT NOT NULL       -- relative to the data directory
);

CREATE INDEX generation_by_filesystem ON generation (filesystem, scan_time DESC);

CREATE INDEX generation_by_job ON generation (job_id);
