-- Named sets of lines: one's own, and those that a supervisor shares with everybody.
CREATE TABLE dispatch.line_groups (
  group_id text PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  -- As the schedule names them; those that it no longer has are passed over.
  route_ids text[] NOT NULL CHECK (cardinality(route_ids) BETWEEN 1 AND 500),
  is_shared boolean NOT NULL,
  user_id text NOT NULL,
  user_name text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
-- Two of one name could not be told apart in a list.
CREATE UNIQUE INDEX line_groups_own ON dispatch.line_groups (user_id, lower(name)) WHERE NOT is_shared;
CREATE UNIQUE INDEX line_groups_shared ON dispatch.line_groups (lower(name)) WHERE is_shared;

SELECT dispatch.grant_to_app();
