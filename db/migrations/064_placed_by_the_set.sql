-- Taps of a stretch of time, all at once: before, a day's taps were sought in all there ever were, and then each one's time and
-- place by itself. Those that were not corrected are found by the time that they came with, the others by their last one.
-- Where taps were is read for runs of numbers (devices number their taps one by one), since a place has no time to ask by.
CREATE OR REPLACE FUNCTION ticketing.placed_between(since timestamptz, until timestamptz) RETURNS SETOF ticketing.placed_taps
LANGUAGE sql STABLE AS $$
  SELECT
    tap.device_id, tap.seq, tap.token_ref, tap.media_type, tap.kind, tap.reason, tap.extras, tap.outcome,
    tap.received_at, tap.accepted_xid, tap.claimed, tap.clock_quality, tap.tapped_at,
    coalesce(assigned.vehicle_id, tap.vehicle_id) AS vehicle_id,
    coalesce(assigned.operator_id, tap.operator_id) AS operator_id,
    context.revision AS context_revision, context.trip_id, context.service_date, context.trip_id_performed,
    context.route_id, context.direction_id, context.stop_id, context.stop_sequence, context.trip_stop_sequence,
    coalesce(context.source, 'NONE') AS source, coalesce(context.confidence, 0) AS confidence
  FROM (
    SELECT device_id, seq, token_ref, media_type, kind, reason, extras, outcome, received_at, accepted_xid, claimed,
      clock_quality, tapped_at, vehicle_id, operator_id
    FROM ticketing.taps AS came
    WHERE tapped_at BETWEEN since AND until AND NOT EXISTS (
      SELECT FROM ticketing.tap_corrections AS made WHERE made.device_id = came.device_id AND made.seq = came.seq
    )
    UNION ALL
    SELECT device_id, seq, token_ref, media_type, kind, came.reason, extras, last.outcome, received_at, accepted_xid, claimed,
      'CORRECTED', last.tapped_at, vehicle_id, operator_id
    FROM ticketing.tap_corrections AS last JOIN ticketing.taps AS came USING (device_id, seq)
    WHERE last.tapped_at BETWEEN since AND until AND NOT EXISTS (
      SELECT FROM ticketing.tap_corrections AS later
      WHERE later.device_id = last.device_id AND later.seq = last.seq AND later.revision > last.revision
    )
  ) AS tap
  LEFT JOIN (
    SELECT run.device_id, place.* FROM (
      SELECT device_id, min(seq) AS first, max(seq) AS last FROM (
        SELECT device_id, seq FROM ticketing.taps WHERE tapped_at BETWEEN since AND until
        UNION ALL
        SELECT device_id, seq FROM ticketing.tap_corrections WHERE tapped_at BETWEEN since AND until
      ) AS numbered
      -- One whose clock was wrong has taps of one day among numbers that are years apart.
      GROUP BY device_id, seq / 1024
    ) AS run CROSS JOIN LATERAL (
      SELECT DISTINCT ON (seq) seq, revision, trip_id, service_date, trip_id_performed, route_id, direction_id, stop_id,
        stop_sequence, trip_stop_sequence, source, confidence
      FROM ticketing.tap_contexts AS found
      WHERE found.device_id = run.device_id AND found.seq BETWEEN run.first AND run.last
      ORDER BY seq DESC, revision DESC
    ) AS place
  ) AS context USING (device_id, seq)
  LEFT JOIN LATERAL (
    SELECT vehicle_id, operator_id FROM ticketing.device_assignments AS held
    WHERE held.device_id = tap.device_id AND held.valid_from <= tap.tapped_at
      AND coalesce(held.valid_until, 'infinity') > tap.tapped_at
    ORDER BY valid_from DESC LIMIT 1
  ) AS assigned ON true
$$;
SELECT ticketing.grant_to_app();
