-- What a generation's database holds, so that questions can tell without opening it. All so far are of version 1.
ALTER TABLE generation ADD COLUMN schema_version INTEGER NOT NULL DEFAULT 1;
