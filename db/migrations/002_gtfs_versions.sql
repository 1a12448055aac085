-- Every GTFS that was imported, and from which service day each is in force. Nothing here is ever changed or
-- deleted by Rukh: going back to an older version is one more activation.

CREATE TABLE gtfs_versions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Of the archive, 64 hexadecimal digits: the same bytes imported twice are one version.
  sha256 text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- feed_info.feed_version, or the beginning of sha256; goes into the FeedHeader. Not unique: agencies forget it.
  feed_version text NOT NULL,
  -- Path or address it came from, without passwords.
  source text NOT NULL,
  imported_at timestamptz NOT NULL DEFAULT now(),
  -- What the import found: findings, counts, the size of the schedule.
  report jsonb NOT NULL,
  -- The zip as it was imported, which is also what is published.
  archive bytea NOT NULL,
  -- The schedule compiled from it, for processes to load without reading CSV.
  compiled bytea NOT NULL
);

-- A zip does not grow smaller by being compressed again.
ALTER TABLE gtfs_versions ALTER COLUMN archive SET STORAGE EXTERNAL;

CREATE TABLE gtfs_activations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version_id bigint NOT NULL REFERENCES gtfs_versions (id),
  -- The first service day on which the version is in force; it stays so until the from_date of another
  -- activation. Of two with the same from_date the later one holds.
  from_date date NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX gtfs_activations_from_date ON gtfs_activations (from_date, id);
