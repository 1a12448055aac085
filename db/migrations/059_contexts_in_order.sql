-- Which transaction found where a tap was: who follows the table reads what is new from pg_snapshot_xmin on, and misses none.
-- What is there already is left without: nobody asks it for what is new.
ALTER TABLE ticketing.tap_contexts ADD COLUMN made_xid xid8;
ALTER TABLE ticketing.tap_contexts ALTER COLUMN made_xid SET DEFAULT pg_current_xact_id();
CREATE INDEX tap_contexts_made ON ticketing.tap_contexts (made_xid) WHERE made_xid IS NOT NULL;
SELECT ticketing.grant_to_app();
