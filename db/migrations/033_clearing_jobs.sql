-- Clearing that was asked for and takes its time: a month of a city is read day by day. Whoever works on one has it for a
-- while, and another takes it over where nothing is heard of him.

CREATE TABLE ticketing.clearing_jobs (
  job_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  from_day date NOT NULL,
  to_day date NOT NULL,
  rule text NOT NULL CHECK (rule IN ('TARIFF', 'EQUAL', 'BOARDINGS', 'KM')),
  state text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempts integer NOT NULL DEFAULT 0,
  leased_until timestamptz,
  days_done integer NOT NULL DEFAULT 0,
  ended_at timestamptz,
  run_id bigint REFERENCES ticketing.clearing_runs,
  error text,
  CHECK ((state = 'DONE') = (run_id IS NOT NULL))
);
-- The same question again, while it is worked on, is the same job.
CREATE UNIQUE INDEX clearing_jobs_open ON ticketing.clearing_jobs (from_day, to_day, rule)
  WHERE state IN ('WAITING', 'RUNNING');

SELECT ticketing.grant_to_app();
