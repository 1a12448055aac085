-- What dispatchers ordered. `state` and the columns of its end change; what was when is in the journal, which is only
-- ever added to. Times are epoch seconds, as the feeds have them.
CREATE TABLE dispatch.orders (
  order_id text PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('draft', 'active', 'undone', 'expired')),
  revision integer NOT NULL DEFAULT 1,
  action jsonb NOT NULL,
  alert jsonb,
  -- What of the alert a person wrote, of a draft.
  alert_input jsonb,
  summary jsonb NOT NULL,
  reason jsonb,
  created_by jsonb NOT NULL,
  created_at double precision NOT NULL,
  confirmed_by jsonb,
  -- Of the preview that was confirmed: of two orders on one thing the later one holds.
  confirmed_at double precision,
  -- Null where only taking it back ends it.
  ends_at double precision,
  ended_by jsonb,
  ended_at double precision,
  ended_reason jsonb,
  CHECK (state = 'draft' OR confirmed_at IS NOT NULL)
);
CREATE INDEX orders_state ON dispatch.orders (state, created_at);

-- The same request sent twice is answered twice and done once.
CREATE TABLE dispatch.order_requests (
  user_id text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  order_id text NOT NULL REFERENCES dispatch.orders,
  at double precision NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX order_requests_at ON dispatch.order_requests (at);

-- Alerts written by hand; those of orders are with their orders.
CREATE TABLE dispatch.alerts (
  alert_id text PRIMARY KEY,
  revision integer NOT NULL DEFAULT 1,
  is_published boolean NOT NULL,
  archived_at double precision,
  alert jsonb NOT NULL,
  created_by jsonb NOT NULL,
  created_at double precision NOT NULL,
  changed_by jsonb NOT NULL,
  changed_at double precision NOT NULL
);

CREATE TABLE dispatch.journal (
  entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at double precision NOT NULL,
  by jsonb NOT NULL,
  kind text NOT NULL,
  event text NOT NULL,
  text jsonb NOT NULL,
  note text,
  reason jsonb,
  order_id text,
  alert_id text,
  exception_id text,
  vehicle_id text,
  route_id text,
  before jsonb,
  after jsonb
);
CREATE INDEX journal_at ON dispatch.journal (at);
CREATE INDEX journal_order ON dispatch.journal (order_id) WHERE order_id IS NOT NULL;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON dispatch.journal
  FOR EACH STATEMENT EXECUTE FUNCTION dispatch.refuse_change();

CREATE TABLE dispatch.handovers (
  handover_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  given_by jsonb NOT NULL,
  given_at double precision NOT NULL,
  notes text NOT NULL,
  snapshot jsonb NOT NULL,
  accepted_by jsonb,
  accepted_at double precision,
  accept_note text
);

SELECT dispatch.grant_to_app();
