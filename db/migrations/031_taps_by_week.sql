-- Taps of a medium are found week by week: what comes in now touches the pages of this week only, however many years
-- lie before them. By medium alone nearly every tap touches a page of its own, which PostgreSQL writes whole after each
-- checkpoint (docs/tap-speed.md).

-- Weeks in UTC, of which only the order matters.
CREATE FUNCTION ticketing.week_of(instant timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN date_bin('7 days', instant, timestamptz '2024-01-01 00:00Z');

-- Who asks by time says so by week, too (week_of(tapped_at) >= week_of(since)); who does not is answered by a look into
-- each week.
CREATE INDEX taps_week ON ticketing.taps (ticketing.week_of(tapped_at), token_ref, tapped_at);
DROP INDEX ticketing.taps_token;
SELECT ticketing.grant_to_app();
