-- What `rukh migrate` needs to give history its shape on the server at hand, and to keep it within its bounds.

-- Which engine holds history, with which settings, and which text each view was made of.
CREATE TABLE rukh_history_state (
  key text PRIMARY KEY,
  value text NOT NULL
);

-- The views of db/history say time_bucket. Where TimescaleDB is absent, these stand for it; they live in their
-- own schema, so that the extension may still be created later.
CREATE SCHEMA rukh_plain;

CREATE FUNCTION rukh_plain.time_bucket(bucket_width interval, ts timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN date_bin(bucket_width, ts, TIMESTAMPTZ '2000-01-03 00:00:00+00');

CREATE FUNCTION rukh_plain.time_bucket(bucket_width interval, ts date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN date_bin(bucket_width, ts::timestamp, TIMESTAMP '2000-01-03 00:00:00')::date;

-- Deletes at most `at_most` rows of a table of history from before `kept_from`, and answers how many. Only for
-- plain tables; on TimescaleDB its own policies drop whole chunks. It runs as the tables' owner, so that the
-- role of the services needs no right to delete. The block ranges that it empties are taken out of the
-- block-range index, to be summarized again: without that they would keep their old bounds when new rows are
-- put into the freed pages, and after some rounds the index would tell nothing.
CREATE FUNCTION trim_history(history_table text, kept_from timestamptz, at_most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET enable_seqscan = off
AS $$
DECLARE
  time_column text := CASE history_table
    WHEN 'vehicle_locations' THEN 'event_timestamp'
    WHEN 'stop_visits' THEN 'schedule_arrival_time'
    WHEN 'trips_performed' THEN 'service_date'
    WHEN 'prediction_samples' THEN 'made_at'
  END;
  brin_index regclass := to_regclass(history_table || '_brin');
  deleted bigint;
  emptied bigint[];
  first_block bigint;
BEGIN
  IF time_column IS NULL THEN
    RAISE EXCEPTION '% is no table of history', history_table;
  END IF;
  EXECUTE format(
    'WITH old AS (SELECT ctid FROM %1$I WHERE %2$I < $1 LIMIT $2),
          gone AS (DELETE FROM %1$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM old)) RETURNING ctid)
     SELECT count(*), array_agg(DISTINCT (ctid::text::point)[0]::bigint / 32 * 32) FROM gone',
    history_table, time_column
  ) INTO deleted, emptied USING kept_from, at_most;
  IF brin_index IS NOT NULL THEN
    FOREACH first_block IN ARRAY coalesce(emptied, '{}') LOOP
      PERFORM brin_desummarize_range(brin_index, first_block);
    END LOOP;
  END IF;
  RETURN deleted;
END
$$;

-- Summarizes what `trim_history` took out and what came since; to be called when a round of it is over.
CREATE FUNCTION summarize_history(history_table text) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public
RETURN brin_summarize_new_values(to_regclass(
  CASE WHEN history_table IN ('vehicle_locations', 'stop_visits', 'trips_performed', 'prediction_samples')
    THEN history_table || '_brin' END
));

REVOKE ALL ON FUNCTION trim_history(text, timestamptz, integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION summarize_history(text) FROM PUBLIC;
