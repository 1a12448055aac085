-- Numbers of taps that will never come: the validator was smashed, or its storage. They are asked for no more, and stay missing
-- in what is reported; a tap that surfaces under one after all is taken.
ALTER TABLE ticketing.tap_tombstones ADD COLUMN is_lost boolean NOT NULL DEFAULT false;

SELECT ticketing.grant_to_app();
