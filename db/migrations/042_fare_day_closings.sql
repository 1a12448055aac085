-- Which fare days are closed, and from when on taps of them are late. Announced before it takes effect, never taken back.
CREATE TABLE ticketing.fare_day_closings (
  fare_date date PRIMARY KEY,
  -- Of the fare day; it may begin at another time than midnight.
  ends_at timestamptz NOT NULL,
  -- Taps of the day that are received from then on are LATE_ACCEPTED. At its very end where there is no wait.
  closes_at timestamptz NOT NULL CHECK (closes_at >= ends_at),
  -- COMPLETE: all that every validator took in it was here. TIMEOUT: the wait for them was over.
  reason text NOT NULL CHECK (reason IN ('COMPLETE', 'TIMEOUT')),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.fare_day_closings
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();
