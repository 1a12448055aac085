-- What needs a dispatcher, with who saw to it; and how each line is dispatched.

-- One row a thing that needed somebody. `details` is the whole exception as the console has it.
CREATE TABLE dispatch.exceptions (
  exception_id text PRIMARY KEY,
  -- Names the thing: the same as long as it lasts.
  key text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL CHECK (state IN ('new', 'taken', 'snoozed', 'solved')),
  route_id text,
  carrier_id text,
  vehicle_id text,
  raised_at timestamptz NOT NULL,
  solved_at timestamptz,
  -- When the thing itself was over: one that a person solved is not raised again before.
  over_at timestamptz,
  details jsonb NOT NULL
);
-- A thing has one exception at a time, also where two processes watch for a moment.
CREATE UNIQUE INDEX exceptions_open ON dispatch.exceptions (key) WHERE over_at IS NULL;
CREATE INDEX exceptions_solved ON dispatch.exceptions (solved_at) WHERE solved_at IS NOT NULL;

-- What became of each, step by step.
CREATE TABLE dispatch.exception_events (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  exception_id text NOT NULL,
  at timestamptz NOT NULL,
  event text NOT NULL CHECK (event IN ('raised', 'taken', 'released', 'snoozed', 'woken', 'solved', 'cleared')),
  user_id text,
  user_name text,
  note text
);
CREATE INDEX exception_events_at ON dispatch.exception_events (at);
CREATE INDEX exception_events_exception ON dispatch.exception_events (exception_id);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON dispatch.exception_events
  FOR EACH ROW EXECUTE FUNCTION dispatch.refuse_change();

-- Mode and thresholds of lines that a supervisor set; the last row of a line holds.
CREATE TABLE dispatch.line_settings (
  setting_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  route_id text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('headway', 'schedule')),
  thresholds jsonb,
  set_at timestamptz NOT NULL DEFAULT now(),
  user_id text NOT NULL,
  user_name text NOT NULL
);
CREATE INDEX line_settings_route ON dispatch.line_settings (route_id, setting_id DESC);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON dispatch.line_settings
  FOR EACH ROW EXECUTE FUNCTION dispatch.refuse_change();

SELECT dispatch.grant_to_app();
