-- Tickets whose taps are to be looked at for copies once more, since more is known of where they were.
CREATE TABLE ticketing.ticket_looks (token_ref bytea PRIMARY KEY);

SELECT ticketing.grant_to_app();
